using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Extensions of iptables whose options mean something only together.</summary>
internal static class IptablesExtensions
{
    /// <summary>The conditions of the words from "-m" at <paramref name="from"/> to before <paramref name="end"/>, none for an
    /// extension that always matches; null when it is not understood.</summary>
    public static IReadOnlyList<RuleMatch>? Read(List<string> words, int from, int end) => words[from + 1] switch
    {
        "rpfilter" => WayBack(words, from + 2, end),
        "recent" => Recent(words, from, end),
        _ => null,
    };

    private static RuleMatch[]? WayBack(List<string> words, int at, int end)
    {
        bool inverted = false;
        List<string> options = [];
        for (; at < end; at++)
        {
            switch (words[at])
            {
                case "--invert":
                    inverted = true;
                    break;
                case "--loose":
                    options.Add("loose");
                    break;
                case "--validmark":
                    options.Add("mark");
                    break;
                case "--accept-local":
                    options.Add("accept-local");
                    break;
                default:
                    return null;
            }
        }

        return [new RuleMatch { Field = RuleField.ReversePath, Values = [inverted ? "missing" : "exists", .. options] }];
    }

    // --set notes the address and always matches; a count of hits is reached or not (xt_recent.c).
    private static RuleMatch[]? Recent(List<string> words, int from, int end)
    {
        List<string> own = words.GetRange(from, end - from);
        if (own.Contains("!", StringComparer.Ordinal))
        {
            return null;
        }

        bool counts = own.Contains("--hitcount", StringComparer.Ordinal)
            && (own.Contains("--update", StringComparer.Ordinal) || own.Contains("--rcheck", StringComparer.Ordinal));
        return own.Contains("--set", StringComparer.Ordinal) ? []
            : counts ? [new RuleMatch { Field = RuleField.Limit, Values = [string.Join(' ', own)], Negated = true }]
            : null;
    }
}
