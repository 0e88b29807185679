using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the names of firewalld zones.</summary>
public sealed class ZoneCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Firewalld;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
        (facts.Firewalld?.Zones ?? []).Select(z => (z.Name, z.IsDefault ? "the default zone" : "zone"));
}
