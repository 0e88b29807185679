namespace ContainerNet.Paths.Kernel;

/// <summary>What came of a run.</summary>
internal sealed class KernelTally
{
    public int RuleSets { get; set; }

    public int Refused { get; set; }

    public int Pairs { get; set; }

    public int Unknown { get; set; }

    public int Unseen { get; set; }

    public int Dropped { get; set; }

    public int Translated { get; set; }

    public int Answers { get; set; }

    public List<string> Disagreements { get; } = [];

    public HashSet<string> Doubts { get; } = [];

    public List<string> Refusals { get; } = [];

    public void Add(Shot shot)
    {
        Pairs++;
        Unknown += shot.IsUnknown ? 1 : 0;
        if (shot.IsUnknown)
        {
            Doubts.Add(shot.Doubt);
        }

        Unseen += shot.Observed is null ? 1 : 0;
        Dropped += shot.Observed?[^1].StartsWith("end accept", StringComparison.Ordinal) == false ? 1 : 0;
        Translated += shot.Connection is { IsDestinationTranslated: true } or { IsSourceTranslated: true } ? 1 : 0;
        Answers += shot.IsAnswer ? 1 : 0;
    }

    public override string ToString() =>
        $"{Pairs} pairs over {RuleSets} rule sets: {Disagreements.Count} disagreements, {Unknown} unknown, {Dropped} dropped, {Translated} translated, {Answers} answers; "
        + $"{Refused} rule sets refused by the tools, {Unseen} packets not seen";
}
