using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>Two paths of the same packet beside each other: predicted and observed, or of two hosts.</summary>
public sealed record PathComparison
{
    /// <summary>Where the packet began, in words.</summary>
    public string From => ExpectedPath.From;

    /// <summary>Where it was to go, in words.</summary>
    public string To => ExpectedPath.To;

    /// <summary>Its transport.</summary>
    public Protocol Protocol => ExpectedPath.Protocol;

    /// <summary>What was to become of it: the predicted verdict, or that of the reference.</summary>
    public PathVerdict Expected => ExpectedPath.Verdict;

    /// <summary>What became of it: the observed verdict, or that of the other path.</summary>
    public PathVerdict Actual => ActualPath.Verdict;

    /// <summary>Do they tell the same? False also where that cannot be told; see <see cref="Agreement"/>.</summary>
    public bool IsSame => Agreement == PathAgreement.Same;

    /// <summary>The same, different, or not to be told.</summary>
    public required PathAgreement Agreement { get; init; }

    /// <summary>In what they differ; none where they agree.</summary>
    public required IReadOnlyList<PathDifference> Differences { get; init; }

    /// <summary>What was not compared, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The predicted path (of its alternatives the one that agrees, or the path itself), or the reference.</summary>
    public required PacketPath ExpectedPath { get; init; }

    /// <summary>The observed path, or the one that is compared with the reference.</summary>
    public required PacketPath ActualPath { get; init; }

    /// <summary>
    /// Compares what must agree: verdict, deciding hop, the hops that are always shown, and the addresses after them. An answer
    /// is compared by its rules alone. Source ports, times and names of interfaces that a probe brings along are no difference.
    /// Whatever an incomplete path lacks, and places that one of the two did not look into, prove nothing. A path with
    /// alternatives agrees when one of them does.
    /// </summary>
    /// <param name="expected">The predicted path, or the reference.</param>
    /// <param name="actual">The observed path, or the other one.</param>
    public static PathComparison Of(PacketPath expected, PacketPath actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        PathComparison? best = null;
        foreach (PacketPath way in expected.Alternatives.Prepend(expected))
        {
            PathComparison comparison = Compare(way, actual);
            if (best is null || IsBetter(comparison, best))
            {
                best = comparison;
            }
        }

        return best!;
    }

    /// <summary>Agreement goes before doubt, doubt before difference, few differences before many.</summary>
    private static bool IsBetter(PathComparison one, PathComparison other) => one.Agreement == other.Agreement
        ? one.Differences.Count < other.Differences.Count
        : one.IsSame || (one.Agreement == PathAgreement.Undecided && !other.IsSame);

    private static PathComparison Compare(PacketPath expected, PacketPath actual)
    {
        List<string> notes = [];
        Undecided(expected, notes);
        Undecided(actual, notes);
        List<PathDifference> differences = expected.Verdict == PathVerdict.Unknown ? [] : PathComparer.Differences(expected, actual, notes);
        bool isDoubtful = expected.Verdict == PathVerdict.Unknown || (differences.Count == 0 && actual.Verdict != expected.Verdict);
        if (differences.Count > 0 && CableOf(actual) is { } cable && CableOf(expected) is null)
        {
            isDoubtful = true;
            notes.Add($"the probe came in by {cable}, so rules that name another interface did not see it");
        }

        return new PathComparison
        {
            Agreement = isDoubtful ? PathAgreement.Undecided : differences.Count > 0 ? PathAgreement.Different : PathAgreement.Same,
            Differences = differences,
            Notes = notes,
            ExpectedPath = expected,
            ActualPath = actual,
        };
    }

    private static void Undecided(PacketPath path, List<string> notes)
    {
        string kind = path.Observed ? "observed" : "predicted";
        if (path.Verdict == PathVerdict.Unknown)
        {
            notes.Add($"the {kind} path concludes nothing: {path.Message}");
        }
        else if (!path.Complete)
        {
            notes.Add($"the {kind} path is incomplete: hops that it lacks prove nothing");
        }
    }

    /// <summary>The cable by which a probe came into the host itself, or null.</summary>
    private static string? CableOf(PacketPath path) => path.Hops
        .FirstOrDefault(h => h.Direction == PathDirection.Original && PathComparer.IsCable(h.InputInterface))?.InputInterface;
}
