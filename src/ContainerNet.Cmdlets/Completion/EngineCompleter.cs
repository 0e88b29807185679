using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of engines.</summary>
public sealed class EngineCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        facts.Engines.Select(e => (e.Name, $"{e.Kind} {e.Version} at {e.Socket}"));
}
