namespace ContainerNet.Paths.Walking;

/// <summary>How one walk ended.</summary>
internal sealed record WalkEnd
{
    /// <summary>What became of the packet.</summary>
    public required PathVerdict Verdict { get; init; }

    /// <summary>The hop that decided, or null.</summary>
    public Hop? Decider { get; init; }

    /// <summary>Every hop.</summary>
    public required IReadOnlyList<Hop> Hops { get; init; }

    /// <summary>The first thing that was not understood on the way, or null.</summary>
    public WalkDoubt? Doubt { get; init; }

    /// <summary>What is to be borne in mind: who was taken to answer, what was assumed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Do two ways end alike: same verdict, decided by the same hop, at the same address?</summary>
    public bool IsLike(WalkEnd other) => Verdict == other.Verdict
        && Same(Decider, other.Decider) && Equals(Target(this), Target(other));

    private static bool Same(Hop? left, Hop? right) => left is null || right is null ? left is null && right is null
        : left.Place == right.Place && left.Layer == right.Layer && left.Chain == right.Chain && left.Table == right.Table
            && left.Handle == right.Handle && left.Number == right.Number && left.Reason == right.Reason
            && left.Direction == right.Direction && left.Backend == right.Backend;

    private static System.Net.IPAddress? Target(WalkEnd end)
    {
        for (int i = end.Hops.Count - 1; i >= 0; i--)
        {
            if (end.Hops[i] is { Direction: PathDirection.Original, Packet.Destination: { } address })
            {
                return address;
            }
        }

        return null;
    }
}
