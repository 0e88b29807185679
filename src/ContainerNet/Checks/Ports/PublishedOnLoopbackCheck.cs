using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A port is published on the host's loopback, or on an address that the host does not have.</summary>
internal sealed class PublishedOnLoopbackCheck : ICheck
{
    internal static readonly FindingDescriptor Unreachable = new(
        "CN5003", "Published where no other machine can come", Severity.Warning, "Port {0} of {1} is published on {2}, {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Unreachable];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        // Bindings of one port inside belong together: one for the world and one for loopback is nobody's fault.
        foreach (IGrouping<(string, string, int, Protocol), ContainerPort> group in facts.PublishedPorts()
            .GroupBy(p => (p.Engine, p.Container, p.Port, p.Protocol)))
        {
            ContainerPort port = group.First();
            if (group.All(p => p.HostAddress is not null && IPAddress.IsLoopback(p.HostAddress)))
            {
                yield return About(facts, port, "which only programs on this host reach", Severity.Warning);
            }
            else if (facts.Has(FactKinds.Links) && group.All(p => IsForeign(facts, p.HostAddress)))
            {
                yield return About(facts, port, "which is no address of this host", Severity.Error);
            }
        }
    }

    private static bool IsForeign(Snapshot facts, IPAddress? address) =>
        address is not null && facts.Addresses.Count > 0 && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        && !IPAddress.IsLoopback(address) && !facts.Addresses.Any(a => a.Address.Equals(address));

    private static Finding About(Snapshot facts, ContainerPort port, string problem, Severity severity) => Unreachable.About(
        Questions.SubjectOf(port),
        Questions.PortText(port.HostPort, port.Protocol),
        port.Container,
        port.HostAddress!,
        problem).At(port) with
    {
        Severity = severity,
        Evidence =
        [
            Questions.Read(
                $"{port.Engine} container {port.Container}",
                $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}"),
            .. HostListener(facts, port),
        ],
        Remedy = $"Publish it on every address: --publish {port.HostPort}:{port.Port}, or on the one that clients use: "
            + $"--publish ADDRESS:{port.HostPort}:{port.Port}. If a proxy on this host serves it to others, it is right as it is.",
    };

    private static IEnumerable<Evidence> HostListener(Snapshot facts, ContainerPort port) => facts.HostListeners
        .Where(l => l.Port == port.HostPort && l.Protocol == port.Protocol && l.Address.Equals(port.HostAddress))
        .Take(1)
        .Select(l => Questions.Read("/proc/net/tcp", Listening.Text(l)));
}
