using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of chains.</summary>
public sealed class ChainCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Firewall | FactKinds.Firewall6;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Chains.Select(c => (c.Name, $"{c.Table}, {c.Owner}"));
}
