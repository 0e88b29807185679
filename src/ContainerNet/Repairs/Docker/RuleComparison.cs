using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Docker;

/// <summary>What the rules of now say about a transaction.</summary>
internal sealed record RuleComparison
{
    /// <summary>Nothing of it is there: it never took effect, or somebody took it back.</summary>
    public static RuleComparison Nothing { get; } = new() { IsOld = true };

    /// <summary>Is nothing of it there?</summary>
    public required bool IsOld { get; init; }

    /// <summary>What somebody changed since, so that its inverse cannot give the old state back; empty when it can.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Takes back only what is still there of it; null when that is nothing.</summary>
    public CommandLine? Own { get; init; }
}
