using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Answers of routing that cost nothing, to measure rules alone: a few addresses are local, the rest is elsewhere.</summary>
internal sealed class FixedRoutes(params WideNumber[] own) : IRouteFacts
{
    public string? TypeOf(WideNumber address, bool isIPv6, string? device) => own.AsSpan().Contains(address) ? "local" : "unicast";

    public bool? HasWayBack(Packet packet, bool loose, bool withMark) => true;

    public WideNumber? AddressOf(string device, bool isIPv6, WideNumber destination) => own[0];
}
