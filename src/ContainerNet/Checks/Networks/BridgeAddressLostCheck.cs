using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>
/// The bridge is there and up, and has not the gateway address that the engine gave it: another program that manages
/// interfaces took it (a DHCP client, a profile that matches every interface, a flush by hand). With it goes the host's route
/// to the containers.
/// </summary>
internal sealed class BridgeAddressLostCheck : ICheck
{
    internal static readonly FindingDescriptor Lost = new(
        "CN2008", "The bridge has lost its address", Severity.Error, "Bridge {0} of network {1} has not its address {2}, {3}: {4}");

    private static readonly string[] s_managers = ["NetworkManager.service", "systemd-networkd.service"];

    public IReadOnlyList<FindingDescriptor> Reports => [Lost];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerNetwork network in facts.Networks.Where(n => n.Bridge is not null && Questions.Is(n.Driver, "bridge")
            && facts.EngineOf(n.Engine) is { Rootless: false }))
        {
            // Down, it is CN2001; and the kernel takes IPv6 addresses away by itself then.
            if (facts.Link(network.Bridge!) is not { IsUp: true } bridge)
            {
                continue;
            }

            List<NetworkSubnet> lost = [.. network.Subnets.Where(s => s.Gateway is { } gateway && IsPromised(network, s)
                && !facts.Addresses.Any(a => a.LinkIndex == bridge.Index && a.Address.Equals(gateway)))];
            if (lost.Count > 0)
            {
                yield return About(facts, network, bridge, lost);
            }
        }
    }

    /// <summary>The units of programs that manage interfaces, as far as they are active. Which interfaces they leave alone is not
    /// read, so this is a hint and no proof.</summary>
    public static IEnumerable<Evidence> Managers(Snapshot facts) => s_managers.Select(facts.Unit).OfType<SystemdUnit>()
        .Where(u => u.IsActive).Select(u => Questions.Read(
            $"systemctl show {u.Name}", $"{u.ActiveState} since {u.ActiveSince?.Text() ?? "an unknown time"}; manages interfaces"));

    /// <summary>Does the engine give the bridge that address? Not where it was told to leave it out, and not in a network that is
    /// isolated from the host.</summary>
    private static bool IsPromised(ContainerNetwork network, NetworkSubnet subnet)
    {
        bool six = subnet.Family == AddressFamily.IPv6;
        return !Questions.Is(six ? network.GatewayModeIPv6 : network.GatewayModeIPv4, "isolated")
            && !(network.Options.TryGetValue("com.docker.network.bridge.inhibit_ipv4", out string? inhibited)
                && !six && Questions.Is(inhibited, "true"));
    }

    private static Finding About(Snapshot facts, ContainerNetwork network, Link bridge, List<NetworkSubnet> lost)
    {
        List<string> members = [.. facts.MembersOf(network).Select(c => c.Name)];
        string[] held = [.. facts.Addresses.Where(a => a.LinkIndex == bridge.Index && !Questions.Is(a.Scope, "link"))
            .Select(a => $"{a.Address}/{a.PrefixLength}")];
        bool onlySix = lost.TrueForAll(s => s.Family == AddressFamily.IPv6);
        return Lost.About(
            $"network {network.Name}",
            bridge.Name,
            network.Name,
            Questions.Names(lost.Select(s => Text(s))),
            held.Length == 0 ? "and no other" : $"but {Questions.Names(held)}",
            members.Count == 0 ? "its next container will have no gateway."
                : $"{Questions.Names(members)} have no gateway, and the host has no route to them.") with
        {
            Severity = members.Count == 0 || onlySix ? Severity.Warning : Severity.Error,
            Engine = network.Engine,
            Network = network.Name,
            Interface = bridge.Name,
            Evidence =
            [
                Questions.Read($"ip address show {bridge.Name}", held.Length == 0 ? "no address" : Questions.Names(held)),
                Questions.Read($"{network.Engine} network {network.Name}", Questions.Names(network.Subnets.Select(s => $"{s}"))),
                .. Managers(facts),
            ],
            Remedy = string.Join('\n', lost.Select(s => $"ip address add {Text(s)} dev {bridge.Name}")) + Leave(facts, bridge),
            Repairable = true,
        };
    }

    private static string Text(NetworkSubnet subnet) => $"{(IPAddress)subnet.Gateway!}/{subnet.Subnet.PrefixLength}";

    private static string Leave(Snapshot facts, Link bridge) => string.Concat(
        s_managers.Where(u => facts.Unit(u) is { IsActive: true }).Select(unit => unit.StartsWith("NetworkManager", StringComparison.Ordinal)
            ? $"\nand keep NetworkManager off it: nmcli device set {bridge.Name} managed no"
            : $"\nand keep systemd-networkd off it: a .network file with [Match] Name={bridge.Name} and [Link] Unmanaged=yes"));
}
