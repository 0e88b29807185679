namespace ContainerNet.Paths.Rules;

/// <summary>Answers of routing that cost nothing, to measure rules alone: a few addresses are local, the rest is elsewhere.</summary>
internal sealed class FixedRoutes(params UInt128[] own) : IRouteFacts
{
    public string? TypeOf(UInt128 address, bool isIPv6, string? device) => own.AsSpan().Contains(address) ? "local" : "unicast";

    public bool? HasWayBack(Packet packet, bool loose, bool withMark) => true;

    public UInt128? AddressOf(string device, bool isIPv6, UInt128 destination) => own[0];
}
