using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes where a packet comes from: the vantages, and the containers that run.</summary>
public sealed class OriginCompleter : FactCompleter
{
    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override IEnumerable<(string Name, string Meaning)> Offers(Snapshot facts) =>
    [
        ("External", "as another machine would"),
        ("Host", "from the host's own address"),
        ("Loopback", "from the host, to 127.0.0.1"),
        .. facts.Containers.Where(c => c.IsRunning).Select(c => (c.Name, $"{c.Engine}: {c.Image}")),
    ];
}
