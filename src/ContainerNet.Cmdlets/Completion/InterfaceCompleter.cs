using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of interfaces.</summary>
public sealed class InterfaceCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Links;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Links.Select(l => (l.Name, l.Kind)).Append(("all", "the main switch"));
}
