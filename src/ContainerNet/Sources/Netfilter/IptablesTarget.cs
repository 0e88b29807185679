using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What an iptables rule does: the words from -j or -g on.</summary>
internal static class IptablesTarget
{
    /// <summary>Reads the words from <paramref name="at"/>, which is -j or -g, to the end of the rule.</summary>
    public static (RuleAction Action, string? Target) Read(List<string> words, int at, Func<string, bool> isChain)
    {
        if (at + 1 >= words.Count)
        {
            return (RuleAction.Unknown, null);
        }

        string name = words[at + 1];
        bool more = at + 2 < words.Count;
        if (words[at] is "-g" or "--goto")
        {
            return more ? (RuleAction.Unknown, name) : (RuleAction.Goto, name);
        }

        return name switch
        {
            "ACCEPT" or "DROP" or "RETURN" when more => (RuleAction.Unknown, name),
            "ACCEPT" => (RuleAction.Accept, null),
            "DROP" => (RuleAction.Drop, null),
            "RETURN" => (RuleAction.Return, null),
            "REJECT" => (RuleAction.Reject, Value(words, at, "--reject-with")),
            "DNAT" => Needed(RuleAction.Dnat, Value(words, at, "--to-destination")),
            "SNAT" => Needed(RuleAction.Snat, Value(words, at, "--to-source")),
            "MASQUERADE" => (RuleAction.Masquerade, Ports(words, at)),
            "REDIRECT" => (RuleAction.Redirect, Ports(words, at)),
            "TPROXY" => (RuleAction.Tproxy, $"{Value(words, at, "--on-ip")}:{Value(words, at, "--on-port")}"),
            "MARK" or "CONNMARK" or "HMARK" => (RuleAction.Mark, MarkText(words, at)),
            "LOG" or "NFLOG" or "ULOG" => (RuleAction.Log, null),
            "NOTRACK" => (RuleAction.NoTrack, null),
            "CT" => words.Contains("--notrack") ? (RuleAction.NoTrack, null) : (RuleAction.Unknown, Rest(words, at)),
            "TRACE" => (RuleAction.Trace, null),
            "TCPMSS" or "CHECKSUM" or "DSCP" or "TOS" or "TTL" or "HL" or "ECN" or "CLASSIFY" or "TCPOPTSTRIP"
                or "SECMARK" or "CONNSECMARK" => (RuleAction.Mangle, Rest(words, at)),
            "SET" or "AUDIT" or "RATEEST" or "IDLETIMER" or "LED" => (RuleAction.Continue, Rest(words, at)),
            _ when isChain(name) && !more => (RuleAction.Jump, name),
            _ => (RuleAction.Unknown, Rest(words, at)),
        };
    }

    private static (RuleAction Action, string? Target) Needed(RuleAction action, string? target) =>
        target is null ? (RuleAction.Unknown, null) : (action, target);

    private static string? Ports(List<string> words, int at)
    {
        string? ports = Value(words, at, "--to-ports");
        return ports is null ? null : ":" + ports;
    }

    private static string MarkText(List<string> words, int at) =>
        Value(words, at, "--set-xmark") ?? Value(words, at, "--set-mark") ?? Rest(words, at);

    private static string? Value(List<string> words, int at, string option)
    {
        int found = words.IndexOf(option, at + 2);
        return found >= 0 && found + 1 < words.Count ? words[found + 1] : null;
    }

    private static string Rest(List<string> words, int at) => string.Join(' ', words.GetRange(at + 1, words.Count - at - 1));
}
