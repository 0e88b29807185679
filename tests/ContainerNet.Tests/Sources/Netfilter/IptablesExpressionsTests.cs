namespace ContainerNet.Sources.Netfilter;

/// <summary>Rules as the kernel tells them, captured with what iptables-save prints of them: tests/Fixtures/netfilter/README.md.</summary>
public sealed class IptablesExpressionsTests
{
    [Fact]
    public void EveryFormThatIptablesWrites_IsItsOwn()
    {
        string[][] lines = Lines("expressions-iptables.tsv");

        Assert.True(lines.Length > 160);
        Assert.Empty(lines.Where(line => !IptablesExpressions.AreOwn(Convert.FromBase64String(line[3]), isIPv6: false)).Select(line => line[2]));
    }

    [Fact]
    public void FormOfNft_IsOwnOnlyWhereIptablesSaveShowsAllOfIt()
    {
        string[][] lines = Lines("expressions-nft.tsv");
        string[] own = [.. lines.Where(line => IptablesExpressions.AreOwn(Convert.FromBase64String(line[3]), isIPv6: false))
            .Select(line => $"{line[1]} => {line[2]}").Order(StringComparer.Ordinal)];

        Assert.True(lines.Length > 200);
        if (Environment.GetEnvironmentVariable("CONTAINERNET_WRITE_MEANINGS") is string folder)
        {
            File.WriteAllText(Path.Combine(folder, "expressions-own.txt"), string.Join('\n', own) + "\n");
        }

        Assert.Equal(ScriptedHost.Fixture("netfilter/expressions-own.txt").TrimEnd('\n').Split('\n'), own);
    }

    [Fact]
    public void CutOrAlteredExpressions_NeverFailInAnotherWay()
    {
        byte[][] rules = [.. Lines("expressions-nft.tsv").Concat(Lines("expressions-iptables.tsv")).Select(line => Convert.FromBase64String(line[3]))];
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] rule = [.. rules[random.Next(rules.Length)]];
            for (int change = random.Next(4); change >= 0 && rule.Length > 0; change--)
            {
                rule[random.Next(rule.Length)] = (byte)random.Next(256);
            }

            try
            {
                IptablesExpressions.AreOwn(rule.AsSpan(0, random.Next(rule.Length + 1)), random.Next(2) == 0);
            }
            catch (FormatException)
            {
                // The only way to fail.
            }
        }
    }

    // tool, table or rule of nft, what iptables-save prints, expressions
    private static string[][] Lines(string file) =>
        [.. ScriptedHost.Fixture("netfilter/" + file).TrimEnd('\n').Split('\n').Select(line => line.Split('\t'))];
}
