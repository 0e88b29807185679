using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What an iptables rule does: the words from -j or -g on.</summary>
internal static class IptablesTarget
{
    private static readonly RuleEffect s_nothing = new() { Kind = RuleAction.Continue };
    private static readonly RuleEffect s_mangle = new() { Kind = RuleAction.Mangle };
    private static readonly RuleEffect s_log = new() { Kind = RuleAction.Log };
    private static readonly RuleEffect s_noTrack = new() { Kind = RuleAction.NoTrack };

    /// <summary>Reads the words from <paramref name="at"/>, which is -j or -g, to the end of the rule;
    /// <paramref name="chains"/> gives the one string that each chain of the table has for its name.</summary>
    public static IptablesAction Read(List<string> words, int at, Func<string, string?> chains)
    {
        if (at + 1 >= words.Count)
        {
            return new IptablesAction(RuleAction.Unknown);
        }

        string name = words[at + 1];
        bool more = at + 2 < words.Count;
        if (words[at] is "-g" or "--goto")
        {
            return more ? Unknown(words, at) : new IptablesAction(RuleAction.Goto, chains(name) ?? name);
        }

        return name switch
        {
            "ACCEPT" or "DROP" or "RETURN" when more => Unknown(words, at),
            "ACCEPT" => new IptablesAction(RuleAction.Accept),
            "DROP" => new IptablesAction(RuleAction.Drop),
            "RETURN" => new IptablesAction(RuleAction.Return),
            "REJECT" => new IptablesAction(RuleAction.Reject, Value(words, at, "--reject-with")),
            "DNAT" => Needed(RuleAction.Dnat, Value(words, at, "--to-destination")),
            "SNAT" => Needed(RuleAction.Snat, Value(words, at, "--to-source")),
            "MASQUERADE" => new IptablesAction(RuleAction.Masquerade, Ports(words, at)),
            "REDIRECT" => new IptablesAction(RuleAction.Redirect, Ports(words, at)),
            "TPROXY" => Tproxy(words, at),
            "MARK" => Mark(words, at, RuleField.Mark),
            "CONNMARK" => Mark(words, at, RuleField.ConntrackMark),
            "HMARK" => new IptablesAction(RuleAction.Mark, Rest(words, at), Strange(words, at)),
            "CT" or "NOTRACK" => Tracking(words, at),
            "LOG" or "NFLOG" or "ULOG" => new IptablesAction(RuleAction.Log, null, s_log),
            "TRACE" => new IptablesAction(RuleAction.Trace, null, s_nothing),
            "TTL" or "HL" => HopLimit(words, at),
            "TCPMSS" or "CHECKSUM" or "DSCP" or "TOS" or "ECN" or "CLASSIFY" or "TCPOPTSTRIP"
                or "SECMARK" or "CONNSECMARK" => new IptablesAction(RuleAction.Mangle, Rest(words, at), s_mangle),
            "SET" or "AUDIT" or "RATEEST" or "IDLETIMER" or "LED" or "TEE" =>
                new IptablesAction(RuleAction.Continue, Rest(words, at), s_nothing),
            _ when !more && chains(name) is string chain => new IptablesAction(RuleAction.Jump, chain),
            _ => Unknown(words, at),
        };
    }

    private static IptablesAction Unknown(List<string> words, int at) => new(RuleAction.Unknown, Rest(words, at));

    private static RuleEffect Strange(List<string> words, int at) => new() { Kind = RuleAction.Unknown, Text = Rest(words, at) };

    private static IptablesAction Needed(RuleAction action, string? target) =>
        target is null ? new IptablesAction(RuleAction.Unknown) : new IptablesAction(action, target);

    private static string? Ports(List<string> words, int at)
    {
        string? ports = Value(words, at, "--to-ports");
        return ports is null ? null : ":" + ports;
    }

    private static IptablesAction Mark(List<string> words, int at, RuleField field)
    {
        RuleMark? mark = IptablesMarks.Read(words, at + 2, field);
        return new IptablesAction(
            RuleAction.Mark,
            Value(words, at, "--set-xmark") ?? Value(words, at, "--set-mark") ?? Rest(words, at),
            mark is null ? Strange(words, at) : new RuleEffect { Kind = RuleAction.Mark, Mark = mark });
    }

    // The mark is set only where a socket takes the packet, which else is dropped (xt_TPROXY.c).
    private static IptablesAction Tproxy(List<string> words, int at)
    {
        string target = $"{Value(words, at, "--on-ip")}:{Value(words, at, "--on-port")}";
        return Value(words, at, "--tproxy-mark") is string text && IptablesMarks.Pair(text) is (uint value, uint mask)
            ? new IptablesAction(RuleAction.Tproxy, target, mask == 0 && value == 0 ? null : new RuleEffect
            {
                Kind = RuleAction.Mark,
                Mark = new RuleMark { Target = RuleField.Mark, Keep = ~mask, Xor = value },
            })
            : new IptablesAction(RuleAction.Tproxy, target);
    }

    // A zone keeps a connection apart from all others; helpers, timeouts and events change nothing of the packet's way.
    private static IptablesAction Tracking(List<string> words, int at)
    {
        if (words[at + 1] == "NOTRACK" ? words.Count == at + 2 : words.Count == at + 3 && words[at + 2] == "--notrack")
        {
            return new IptablesAction(RuleAction.NoTrack, null, s_noTrack);
        }

        for (int word = at + 2; word < words.Count; word += 2)
        {
            if (words[word] is not ("--helper" or "--timeout" or "--ctevents" or "--expevents"))
            {
                return Unknown(words, at);
            }
        }

        return new IptablesAction(RuleAction.Continue, Rest(words, at), s_nothing);
    }

    // A packet that is left one hop, or none, does not get through.
    private static IptablesAction HopLimit(List<string> words, int at)
    {
        bool raises = words.Count == at + 4 && words[at + 2] is "--ttl-set" or "--hl-set" or "--ttl-inc" or "--hl-inc"
            && words[at + 3] is not ("0" or "1");
        return raises ? new IptablesAction(RuleAction.Mangle, Rest(words, at), s_mangle)
            : new IptablesAction(RuleAction.Mangle, Rest(words, at), Strange(words, at));
    }

    private static string? Value(List<string> words, int at, string option)
    {
        int found = words.IndexOf(option, at + 2);
        return found >= 0 && found + 1 < words.Count ? words[found + 1] : null;
    }

    private static string Rest(List<string> words, int at) => string.Join(' ', words.GetRange(at + 1, words.Count - at - 1));
}
