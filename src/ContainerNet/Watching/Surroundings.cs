using ContainerNet.Model;

namespace ContainerNet.Watching;

/// <summary>What stood near a change in time. Nearness is no proof: the actor says what is known.</summary>
public sealed record Surroundings
{
    /// <summary>Nothing.</summary>
    public static Surroundings None { get; } = new();

    /// <summary>Lines of the journal from two seconds before it.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Processes that were started shortly before it.</summary>
    public IReadOnlyList<SeenProcess> Processes { get; init; } = [];

    /// <summary>What systemd did with its units.</summary>
    public IReadOnlyList<UnitEvent> Units { get; init; } = [];
}
