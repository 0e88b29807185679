using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A port is published for both IPv4 and IPv6, the engine sends each to the container's address of that family, and the
/// application listens for one of them only.</summary>
internal sealed class FamilyMismatchCheck : ICheck
{
    internal static readonly FindingDescriptor Mismatch = new(
        "CN5007", "The application does not listen for one family of addresses", Severity.Warning,
        "Port {0} of {1} leads clients of {2} to {3}, where nobody listens for {2}; the application listens on {4}.")
    {
        ExplainedBy = ["CN2007"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Mismatch];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((Container container, ContainerPort first) in Listening.Ports(facts))
        {
            // What forwards a rootless container's port connects to the address that it has, of either family.
            if (facts.EngineOf(container.Engine) is not { Rootless: false })
            {
                continue;
            }

            List<ContainerListener> listeners = [.. Listening.Of(container, first.Protocol).Where(l => l.Port == first.Port && !l.IsLoopback)];
            IEnumerable<ContainerPort> ways = ContainerPorts.Of(facts with { Containers = [container] })
                .Where(p => p.HostPort > 0 && p.Port == first.Port && p.Protocol == first.Protocol && p.ContainerAddress is not null)
                .DistinctBy(p => Questions.IsIPv6(p.ContainerAddress));
            foreach (ContainerPort port in ways)
            {
                if (listeners.Count > 0 && listeners.TrueForAll(l => MissesFamily(l, Questions.IsIPv6(port.ContainerAddress))))
                {
                    yield return About(container, port, listeners);
                }
            }
        }
    }

    /// <summary>A socket on :: takes IPv4 too, unless it was told not to; where that is not known, it may.</summary>
    private static bool MissesFamily(ContainerListener listener, bool six) => six
        ? !Questions.IsIPv6(listener.Address)
        : Questions.IsIPv6(listener.Address) && !listener.Address.IsIPv4MappedToIPv6 && !(listener.Address.Equals(IPAddress.IPv6Any) && listener.OnlyIPv6 != true);

    private static Finding About(Container container, ContainerPort port, List<ContainerListener> listeners)
    {
        bool six = Questions.IsIPv6(port.ContainerAddress);
        return Mismatch.About(
            Questions.SubjectOf(port),
            Questions.PortText(port.HostPort, port.Protocol),
            container.Name,
            six ? "IPv6" : "IPv4",
            Questions.AddressText(port.ContainerAddress, port.Port),
            Questions.Names(listeners.Select(l => Questions.AddressText(l.Address, l.Port)))).At(port) with
        {
            Evidence =
            [
                Questions.Read(
                    $"{container.Engine} container {container.Name}",
                    $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}"),
                .. listeners.Select(l => Questions.Read(
                    $"/proc/{container.ProcessId}/net/{port.Protocol.ToString().ToLowerInvariant()}{(Questions.IsIPv6(l.Address) ? "6" : "")}",
                    Listening.Text(l) + (l.OnlyIPv6 == true ? ", for IPv6 only" : ""))),
            ],
            Remedy = six
                ? $"Let the application of {container.Name} listen on :: (which takes IPv4 too), or, where nobody is to come over IPv6, publish the port on IPv4 only: --publish 0.0.0.0:{port.HostPort}:{port.Port}"
                : $"Let the application of {container.Name} listen on 0.0.0.0 too, or on :: without IPV6_V6ONLY (its option may be called ipv6only=off or bindv6only=0).",
        };
    }
}
