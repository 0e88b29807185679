namespace ContainerNet.Watching;

/// <summary>What may tell who made a change.</summary>
internal sealed record ActorClues
{
    /// <summary>Who wrote to which kernel setting.</summary>
    public IReadOnlyList<WriteEvent> Writes { get; init; } = [];

    /// <summary>What systemd did.</summary>
    public IReadOnlyList<UnitEvent> Units { get; init; } = [];

    /// <summary>The journal.</summary>
    public IReadOnlyList<NearbyLine> Journal { get; init; } = [];

    /// <summary>What engines did.</summary>
    public IReadOnlyList<Sighting> Engines { get; init; } = [];

    /// <summary>The unit that had a main process of that number.</summary>
    public Func<int, string?> UnitOf { get; init; } = _ => null;
}
