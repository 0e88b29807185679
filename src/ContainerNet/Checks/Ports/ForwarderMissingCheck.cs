using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// The process that forwards a published port is not there or forwards elsewhere. On Docker the rules still serve other
/// machines over IPv4; the host's own loopback, and IPv6 without rules, need the process.
/// </summary>
internal sealed class ForwarderMissingCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN5006", "The port forwarder is missing", Severity.Warning, "Port {0} of {1}: {2}; {3}.")
    {
        ExplainedBy = ["CN2006"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.HostListeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ILookup<int, (IPAddress Address, HostProcess Process)> forwarders = Forwarders(facts);
        foreach (ContainerEngine engine in facts.Engines)
        {
            foreach (IGrouping<PublishedPort, ContainerPort> group in facts.PortGroups()
                .Where(g => Questions.Is(g.Key.Engine, engine.Name)))
            {
                if ((engine.Rootless ? RootlessProblem(facts, group.First())
                    : Problem(facts, engine, forwarders, [.. group])) is { } problem)
                {
                    yield return About(engine, group.First(), problem.Text, problem.Process);
                }
            }
        }
    }

    /// <summary>Every forwarder by its port on the host.</summary>
    private static ILookup<int, (IPAddress Address, HostProcess Process)> Forwarders(Snapshot facts) => facts.Forwarders
        .Select(f => (From: IPEndPoint.TryParse(f.ForwardsFrom ?? "", out IPEndPoint? from) ? from : null, Process: f))
        .Where(f => f.From is not null)
        .ToLookup(f => f.From!.Port, f => (f.From!.Address, f.Process));

    private static (string Text, HostProcess? Process)? Problem(
        Snapshot facts, ContainerEngine engine, ILookup<int, (IPAddress Address, HostProcess Process)> forwarders, List<ContainerPort> ports)
    {
        // Without a look at the daemon's options, its other forwarders tell whether it uses any.
        bool used = engine.Kind == EngineKind.Docker
            && (engine.Options.Known ? engine.Options.UserlandProxy : facts.Forwarders.Any(f => Questions.Is(f.Name, "docker-proxy")));
        if (!used || facts.Forwarders.Any(f => f.ForwardsFrom is null)
            || !ports.TrueForAll(p => facts.NetworkOf(p.Engine, p.Network) is { IsForwarded: true }))
        {
            return null;
        }

        List<string> bare = [];
        foreach (ContainerPort port in ports)
        {
            HostProcess? forwarder = forwarders[port.HostPort].FirstOrDefault(f => f.Process.Protocol == port.Protocol
                && (port.HostAddress is null || f.Address.Equals(port.HostAddress))).Process;
            if (forwarder is null)
            {
                bare.Add(Questions.AddressText(port.HostAddress, port.HostPort));
            }
            else if (forwarder.ForwardsTo is not null && !LeadsInto(facts, forwarder, port))
            {
                return ($"{forwarder.Name} (process {forwarder.ProcessId}) forwards to {forwarder.ForwardsTo}", forwarder);
            }
        }

        return bare.Count > 0 ? ($"no docker-proxy forwards {Questions.Names(bare)}", null) : null;
    }

    private static (string Text, HostProcess? Process)? RootlessProblem(Snapshot facts, ContainerPort port) =>
        facts.HostListeners.Any(l => l.Port == port.HostPort && l.Protocol == port.Protocol)
            ? null
            : ("no process of the rootless engine listens on the host", null);

    private static bool LeadsInto(Snapshot facts, HostProcess forwarder, ContainerPort port) =>
        !IPEndPoint.TryParse(forwarder.ForwardsTo!, out IPEndPoint? to)
        || (to.Port == port.Port && facts.Containers.Any(c => Questions.Is(c.Name, port.Container)
            && Questions.Is(c.Engine, port.Engine)
            && c.Endpoints.Any(e => to.Address.Equals(e.IPv4) || to.Address.Equals(e.IPv6))));

    private static Finding About(ContainerEngine engine, ContainerPort port, string problem, HostProcess? process)
    {
        bool onlyWay = engine.Rootless || !engine.Options.Iptables;
        return Missing.About(
            Questions.SubjectOf(port),
            Questions.PortText(port.HostPort, port.Protocol),
            port.Container,
            problem,
            onlyWay ? "nobody reaches it" : "the host itself (127.0.0.1) and IPv6 clients without rules of their own get no answer").At(port) with
        {
            Severity = onlyWay ? Severity.Error : Severity.Warning,
            Evidence =
            [
                process is null
                    ? Questions.Read("/proc/*/cmdline", problem)
                    : Questions.Read($"/proc/{process.ProcessId}/cmdline", $"{process.ForwardsFrom} -> {process.ForwardsTo}"),
                Questions.Read(
                    $"{port.Engine} container {port.Container}",
                    $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}"),
            ],
            Remedy = $"{(engine.Kind == EngineKind.Docker ? "docker" : "podman")} restart {port.Container}",
        };
    }
}
