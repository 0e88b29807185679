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
            .Where(p => p.Reason is { Kind: ProxyErrorKind.HostNotFound, Name: not null })
            .Select(p => (p.Engine, p.Container, p.Reason.Name!, Questions.Said(p), true))
        .Concat(
            from proxy in facts.Proxies ?? []
            where proxy.Container is not null
            from failure in proxy.Failures ?? []
            where failure is { Kind: ProxyErrorKind.NotResolved, Example.Name: not null }
            select (proxy.Engine!, proxy.Container!, failure.Example.Name!, ProxyQuestions.Evidence(failure), false));

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
