using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of containers.</summary>
public sealed class ContainerCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Containers.Select(c => (c.Name, $"{c.Engine}: {c.Image}, {c.State}"));
}
