using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Names;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Names;

/// <summary>A proxy asks for a container by its name, and is only on networks where nobody answers for names. Said when its log says that
/// the name was not found: that it stands in a configuration proves nothing, a name server outside may know it.</summary>
internal sealed class NameOnDefaultBridgeCheck : ICheck
{
    internal static readonly FindingDescriptor Unanswered = new(
        "CN4003", "A container's name is used where names are not answered", Severity.Error,
        "{0} asks for {1}, which is a container, but is only on {2}, which has no names{3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Unanswered];

    public FactKinds Needs => ProxyQuestions.Needs;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        HashSet<(string, string, string)> seen = [];
        foreach ((string engine, string name, string wanted, Evidence said, bool ended) in Failures(facts))
        {
            if (facts.Containers.FirstOrDefault(c => Questions.Is(c.Engine, engine) && Questions.Is(c.Name, name)) is { } asker
                // What it did not find is not in its file hosts, which is gone where it does not run.
                && ContainerNames.Resolve(facts, asker with { Hosts = asker.Hosts ?? [] }, wanted) is { Kind: NameKind.NoNamesOnDefaultBridge } answer
                && seen.Add((engine, name, wanted)))
            {
                yield return About(facts, asker, wanted, answer, said, ended);
            }
        }
    }

    /// <summary>Names that were not found: when a proxy started, or while a request waited.</summary>
    private static IEnumerable<(string Engine, string Container, string Name, Evidence Said, bool Ended)> Failures(Snapshot facts) =>
        (facts.FailedProxies ?? [])
            .Where(p => p.Reason.Kind == ProxyErrorKind.HostNotFound)
            .Select(p => (p.Engine, p.Container, NameIn(p.Reason), Questions.Said(p), true))
        .Concat(
            from proxy in facts.Proxies ?? []
            where proxy.Container is not null
            from failure in proxy.Failures ?? []
            where failure.Kind == ProxyErrorKind.NotResolved
            select (proxy.Engine!, proxy.Container!, NameIn(failure.Example), ProxyQuestions.Evidence(failure), false))
        .Where(f => f.Item3.Length > 0);

    /// <summary>`host not found in upstream "app" in FILE:LINE`, with its port where one is written; `app could not be resolved (3: ...)`.</summary>
    private static string NameIn(ProxyLogEntry entry)
    {
        string[] quoted = entry.Message.Split('"');
        string name = entry.Kind == ProxyErrorKind.HostNotFound ? quoted is [_, var host, ..] ? host : "" : entry.Message.Split(' ')[0];
        int port = name.LastIndexOf(':');
        return port > 0 && name[(port + 1)..].All(char.IsAsciiDigit) ? name[..port] : name;
    }

    private static Finding About(Snapshot facts, Container asker, string wanted, NameAnswer answer, Evidence said, bool ended)
    {
        Container owner = answer.Owners[0];
        string network = asker.Endpoints is [{ Network: var first }, ..] ? first : asker.NetworkMode;
        return Unanswered.About(
            $"name {wanted} in {asker.Name}", asker.Name, wanted, $"network {network}", ended ? ", and did not come up" : "") with
        {
            Engine = asker.Engine,
            Container = asker.Name,
            Evidence =
            [
                said,
                Questions.Read($"{asker.Engine} container {asker.Name}", $"network {network}"),
                Questions.Read(
                    $"{owner.Engine} container {owner.Name}",
                    $"networks {Questions.Names(owner.Endpoints.Select(e => e.Network).DefaultIfEmpty(owner.NetworkMode))}"
                    + (owner.IsRunning ? "" : ", does not run")),
            ],
            Remedy = $"{facts.Client(asker.Engine, "network create web")}\n{facts.Client(asker.Engine, $"network connect web {owner.Name}")}\n"
                + $"{facts.Client(asker.Engine, $"network connect web {asker.Name}")}\n{facts.Client(asker.Engine, $"restart {asker.Name}")}\n"
                + "and for good: --network web, or a network of the compose file, for both",
        };
    }
}
