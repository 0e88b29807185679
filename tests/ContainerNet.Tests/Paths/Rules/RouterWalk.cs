using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Walks a packet through the hooks of one router, with as little routing as that needs.</summary>
internal sealed class RouterWalk(RuleSet rules, SimpleRouter router)
{
    private readonly PacketFilter _filter = new(rules);

    /// <summary>What was done, in order.</summary>
    public List<RuleStep> Steps { get; } = [];

    /// <summary>The forks.</summary>
    public Forks Forks { get; } = new();

    /// <summary>Walks it; the packet is left as it was at the end.</summary>
    /// <param name="packet">With the interface that it comes in by, or without when it is made here.</param>
    /// <param name="full">Every rule that matched.</param>
    public HookResult Walk(Packet packet, bool full = false)
    {
        Steps.Clear();
        bool isLocal = packet.Input is null;
        if (isLocal)
        {
            packet.Output = router.DeviceOf(Address(packet, packet.Destination));
            HookResult output = Run(PacketHook.Output, packet, full);
            if (output.Verdict != HookVerdict.Accept)
            {
                return output;
            }

            packet.Output = router.DeviceOf(Address(packet, packet.Destination));
            HookResult post = Run(PacketHook.Postrouting, packet, full);
            if (post.Verdict != HookVerdict.Accept || packet.Output != "lo")
            {
                return post;
            }

            packet.Input = "lo";
            packet.Output = null;
        }

        HookResult result = Run(PacketHook.Prerouting, packet, full);
        if (result.Verdict != HookVerdict.Accept)
        {
            return result;
        }

        string? device = router.DeviceOf(Address(packet, packet.Destination));
        if (device == "lo")
        {
            return Run(PacketHook.Input, packet, full);
        }

        packet.Output = device;
        packet.HopLimit--;
        result = Run(PacketHook.Forward, packet, full);
        return result.Verdict == HookVerdict.Accept ? Run(PacketHook.Postrouting, packet, full) : result;
    }

    private HookResult Run(PacketHook hook, Packet packet, bool full) => _filter.Run(hook, packet, router, Forks, Steps, full);

    private static IPAddress Address(Packet packet, WideNumber number) => AddressNumber.ToAddress(number, packet.IsIPv6);
}
