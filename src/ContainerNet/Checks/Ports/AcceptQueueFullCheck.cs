using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// An application listens and does not accept: it hangs, or is overrun. The kernel completes connections until the socket's
/// backlog is full, and drops the first packet of each further one (net/ipv4/tcp_input.c, tcp_conn_request). Clients see
/// connections that nobody answers, and then none at all.
/// </summary>
internal sealed class AcceptQueueFullCheck : ICheck
{
    internal static readonly FindingDescriptor Full = new(
        "CN5010", "The application does not accept connections", Severity.Error,
        "Port {0} of {1}: {2} connections wait for {3} to accept them, and its backlog is {4}. New ones are dropped.");

    public IReadOnlyList<FindingDescriptor> Reports => [Full];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((Container container, ContainerPort port) in Listening.Ports(facts))
        {
            // The kernel lets one more in than the backlog says (sk_acceptq_is_full).
            if (Listening.Of(container, port.Protocol).FirstOrDefault(l => l.Port == port.Port && l.Waiting > l.Backlog) is { } listener)
            {
                yield return Full.About(
                    Questions.SubjectOf(port),
                    Questions.PortText(port.HostPort, port.Protocol),
                    container.Name,
                    listener.Waiting,
                    listener.ProcessName ?? "the application",
                    listener.Backlog!).At(port) with
                {
                    Evidence =
                    [
                        Questions.Read(
                            $"sock_diag in the namespace of process {container.ProcessId}",
                            $"{Listening.Text(listener)}: {listener.Waiting} waiting, backlog {listener.Backlog}"),
                    ],
                    Remedy = $"See why the application hangs: {facts.Client(container.Engine, $"logs {container.Name}")}\n"
                        + "Where it is only slow at times: a larger backlog in its listen call, and net.core.somaxconn of the container "
                        + "at least as large (--sysctl net.core.somaxconn=4096).",
                };
            }
        }
    }
}
