using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of tables.</summary>
public sealed class TableCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Firewall | FactKinds.Firewall6;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Chains.Select(c => (c.Table.Name, c.Table.ToString()));
}
