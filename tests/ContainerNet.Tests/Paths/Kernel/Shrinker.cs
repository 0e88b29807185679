namespace ContainerNet.Paths.Kernel;

/// <summary>Takes rules away as long as a packet still fares otherwise than predicted.</summary>
internal sealed class Shrinker(KernelRun run)
{
    private const int MostAttempts = 120;
    private int _attempts;

    /// <summary>The packet with the rules that are left.</summary>
    public Shot? Last { get; private set; }

    /// <summary>The fewest rules that were found.</summary>
    public async Task<IReadOnlyList<RuleText>> ShrinkAsync(IReadOnlyList<RuleText> rules, Shot shot)
    {
        Last = shot;
        for (int size = Removable(rules) / 2; size >= 1; size /= 2)
        {
            for (int at = 0; at < Removable(rules) && _attempts < MostAttempts;)
            {
                IReadOnlyList<RuleText> fewer = Without(rules, at, size);
                if (await StillDisagreesAsync(fewer, shot))
                {
                    rules = fewer;
                }
                else
                {
                    at += size;
                }
            }
        }

        return rules;
    }

    private static bool IsRule(string line) => line.StartsWith("-A ", StringComparison.Ordinal) || line.StartsWith("add ips", StringComparison.Ordinal) || line.StartsWith("add rule ", StringComparison.Ordinal);

    private static int Removable(IReadOnlyList<RuleText> rules) => rules.Sum(text => text.Lines.Count(IsRule));

    private static IReadOnlyList<RuleText> Without(IReadOnlyList<RuleText> rules, int from, int count)
    {
        int at = 0;
        return [.. rules.Select(text => text with
        {
            Lines = [.. text.Lines.Where(line => !IsRule(line) || at++ is int index && (index < from || index >= from + count))],
        })];
    }

    private async Task<bool> StillDisagreesAsync(IReadOnlyList<RuleText> rules, Shot shot)
    {
        _attempts++;
        if (run.Load(rules) is not null)
        {
            return false;
        }

        List<Shot> chain = [];
        for (Shot? one = shot; one is not null; one = one.Before)
        {
            chain.Insert(0, one);
        }

        Shot first = new() { Packet = chain[0].Packet, Numbers = chain[0].Numbers };
        List<Shot> fired = await run.FireAsync([first], before => before == first && chain.Count > 1 ? [Again(chain[1], before)] : []);
        Shot? worst = fired.Find(one => !one.Agrees);
        if (worst is not null)
        {
            Last = worst;
        }

        return worst is not null;
    }

    private static Shot Again(Shot shot, Shot before) =>
        new() { Packet = shot.Packet, Numbers = shot.Numbers, Before = before, IsAnswer = shot.IsAnswer };
}
