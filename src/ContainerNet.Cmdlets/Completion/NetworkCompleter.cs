using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of networks.</summary>
public sealed class NetworkCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Networks.Select(n => (n.Name, $"{n.Engine}: {n.Driver} {n.Bridge}"));
}
