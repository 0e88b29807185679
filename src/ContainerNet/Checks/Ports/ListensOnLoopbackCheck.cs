using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>The application listens on the container's own loopback, where nothing that is forwarded arrives.</summary>
internal sealed class ListensOnLoopbackCheck : ICheck
{
    internal static readonly FindingDescriptor Loopback = new(
        "CN5001",
        "The application listens on loopback only",
        Severity.Error,
        "Port {0} of {1} leads to {2}, but the application listens on {3}, which only the container itself reaches.")
    {
        ExplainedBy = ["CN2007"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Loopback];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((Container container, ContainerPort port) in Listening.Ports(facts))
        {
            List<ContainerListener> own = [.. Listening.Of(container, port.Protocol)
                .Where(l => l.Port == port.Port && l.IsLoopback)];
            if (own.Count == 0 || Listening.IsServed(container, port))
            {
                continue;
            }

            UnitEdit? edit = UnitEdits.Bind(facts, container, port);
            string remedy = $"Let the application of {container.Name} listen on 0.0.0.0 (and ::), port {port.Port}: its own option or "
                + "configuration, often HOST=0.0.0.0, --host 0.0.0.0 or bind 0.0.0.0. Who reaches it is decided where the port is published.";
            yield return Loopback.About(
                Questions.SubjectOf(port),
                Questions.PortText(port.HostPort, port.Protocol),
                container.Name,
                Questions.AddressText(port.ContainerAddress, port.Port),
                Questions.AddressText(own[0].Address, own[0].Port)).At(port) with
            {
                Evidence = [.. own.Select(l => Questions.Read(
                    $"/proc/{container.ProcessId}/net/{port.Protocol.ToString().ToLowerInvariant()}", Listening.Text(l)))],
                Remedy = edit?.Remedy(remedy) ?? remedy,
                Repairable = edit is { IsPossible: true },
            };
        }
    }
}
