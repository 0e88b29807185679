using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>The choices of a way, in words.</summary>
internal static class ForkWords
{
    private const int Most = 3;

    /// <summary>"within the rate of rule 3 of filter INPUT", "when number 1 of 2 is drawn at rule 2 of nat KUBE-SVC-X".</summary>
    public static string Of(IReadOnlyList<Fork> forks)
    {
        List<string> words = [.. forks.Where(f => f.Kind != ForkKind.Doubt).TakeLast(Most).Select(Of)];
        return words.Count == 0 ? "" : string.Join(", ", words);
    }

    private static string Of(Fork fork)
    {
        string where = fork.Rule is { } rule ? $"rule {rule.Number} of {rule.Table.Name} {rule.Chain} ({fork.Text})" : fork.Text;
        return fork.Kind switch
        {
            ForkKind.Rate => fork.Choice == 0 ? $"within the rate of {where}" : $"beyond the rate of {where}",
            ForkKind.Client => fork.Choice == 0 ? $"when the client's port fits {where}" : $"when the client's port does not fit {where}",
            _ => $"when number {fork.Choice + 1} of {fork.Choices} is drawn at {where}",
        };
    }
}
