using System.Text;

namespace ContainerNet.Repairs;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Change_HasThreeLinesAroundIt()
    {
        string before = string.Concat(Enumerable.Range(1, 20).Select(i => $"{i}\n"));
        string after = before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal);

        Assert.Equal("--- a\n+++ b\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n", UnifiedDiff.Of("a", "b", before, after));
        Assert.Equal("", UnifiedDiff.Of("a", "b", before, before));
    }

    [Fact]
    public void LastLineWithoutEnd_IsSaid() => Assert.Equal(
        "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n", UnifiedDiff.Of("a", "b", "x", "y\n"));

    [Fact]
    public void RandomTexts_AreMadeOfEachOtherByTheDiff()
    {
        Random random = new(7);
        for (int i = 0; i < 3000; i++)
        {
            string before = Text(random);
            string after = random.Next(2) == 0 ? Text(random) : Edited(before, random);
            string diff = UnifiedDiff.Of("a", "b", before, after);
            Assert.True(after == Patched(before, diff), $"seed 7, text {i}:\n{before}\n---\n{after}\n---\n{diff}");
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => $"{(char)('a' + random.Next(6))}\n"));

    private static string Edited(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        for (int i = random.Next(4); i >= 0; i--)
        {
            lines[random.Next(lines.Count)] = "edited";
        }

        return string.Join('\n', lines);
    }

    /// <summary>What patch(1) does with it, by the numbers of its hunks.</summary>
    private static string Patched(string before, string diff)
    {
        List<string> lines = [.. before.Split('\n').Select(l => l + "\n")];
        lines[^1] = lines[^1][..^1];
        lines.RemoveAll(l => l.Length == 0);
        StringBuilder after = new();
        int at = 0;
        string[] given = diff.Split('\n');
        for (int i = 2; i < given.Length && given[i].Length > 0; i++)
        {
            bool bare = i + 1 < given.Length && given[i + 1].StartsWith('\\');
            string line = given[i][1..] + (bare ? "" : "\n");
            switch (given[i][0])
            {
                case '@':
                    string[] range = given[i].Split(' ')[1][1..].Split(',');
                    int start = int.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                    for (; at < start; at++)
                    {
                        after.Append(lines[at]);
                    }

                    break;
                case '+':
                    after.Append(line);
                    break;
                case '\\':
                    break;
                default:
                    Assert.Equal(lines[at], line);
                    after.Append(given[i][0] == ' ' ? line : "");
                    at++;
                    break;
            }
        }

        return after + string.Concat(lines.Skip(at));
    }
}
