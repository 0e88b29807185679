using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the options of MARK and CONNMARK, which iptables-save reduces to a few (xt_mark.c, xt_connmark.c).</summary>
internal static class IptablesMarks
{
    /// <summary>The change that the words from <paramref name="at"/> on ask for; null when they are not understood.</summary>
    public static RuleMark? Read(List<string> words, int at, RuleField target)
    {
        if (at >= words.Count || words.Contains("--left-shift-mark", StringComparer.Ordinal)
            || words.Contains("--right-shift-mark", StringComparer.Ordinal))
        {
            return null;
        }

        bool isConnection = target == RuleField.ConntrackMark;
        switch (words[at])
        {
            case "--save-mark" when isConnection:
                return Copy(words, at + 1, RuleField.ConntrackMark, "--ctmask", "--nfmask");
            case "--restore-mark" when isConnection:
                return Copy(words, at + 1, RuleField.Mark, "--nfmask", "--ctmask");
            default:
                return words.Count == at + 2 && Pair(words[at + 1]) is (uint value, uint mask)
                    ? Constant(words[at], value, mask, target)
                    : null;
        }
    }

    /// <summary>"0x1/0xff"; all bits where no mask is given.</summary>
    public static (uint Value, uint Mask)? Pair(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? Number(text) is uint whole ? (whole, uint.MaxValue) : null
            : Number(text.AsSpan(0, slash)) is uint value && Number(text.AsSpan(slash + 1)) is uint mask ? (value, mask) : null;
    }

    private static RuleMark? Constant(string option, uint value, uint mask, RuleField target) => option switch
    {
        "--set-xmark" => new RuleMark { Target = target, Keep = ~mask, Xor = value },
        "--set-mark" => new RuleMark { Target = target, Keep = ~(mask | value), Xor = value },
        "--and-mark" => new RuleMark { Target = target, Keep = value, Xor = 0 },
        "--or-mark" => new RuleMark { Target = target, Keep = ~value, Xor = value },
        "--xor-mark" => new RuleMark { Target = target, Keep = uint.MaxValue, Xor = value },
        _ => null,
    };

    // --save-mark: ctmark = (ctmark & ~ctmask) ^ (nfmark & nfmask); --restore-mark the other way round.
    private static RuleMark? Copy(List<string> words, int at, RuleField target, string cleared, string taken)
    {
        (uint clear, uint take) = (uint.MaxValue, uint.MaxValue);
        for (; at < words.Count; at += 2)
        {
            if (at + 1 >= words.Count || Number(words[at + 1]) is not uint mask)
            {
                return null;
            }

            string option = words[at];
            if (option != cleared && option != taken && option != "--mask")
            {
                return null;
            }

            clear = option == taken ? clear : mask;
            take = option == cleared ? take : mask;
        }

        return new RuleMark
        {
            Target = target,
            Keep = ~clear,
            Source = target == RuleField.Mark ? RuleField.ConntrackMark : RuleField.Mark,
            SourceMask = take,
            Xor = 0,
        };
    }

    private static uint? Number(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? uint.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex) ? hex : null
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;
}
