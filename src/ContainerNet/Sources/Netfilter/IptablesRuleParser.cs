using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Turns the words of one iptables rule into matches and an action (iptables(8), iptables-extensions(8)). A word
/// that it does not know becomes an unknown match, so that nothing is concluded from the rule.</summary>
internal sealed class IptablesRuleParser(List<string> tokens)
{
    private readonly List<RuleMatch> _matches = [];
    private int _at;
    private string? _comment;

    public FirewallRule Parse(FirewallRule rule)
    {
        RuleAction action = RuleAction.Continue;
        string? target = null;
        bool negated = false;
        while (_at < tokens.Count)
        {
            string word = tokens[_at++];
            switch (word)
            {
                case "!":
                    negated = true;
                    continue;
                case "-m" or "--match":
                    // Names the module of the options that follow; the options say what they match.
                    if (Next() is "socket" or "recent" or "owner" or "bpf" or "u32" or "string" or "policy")
                    {
                        Add(RuleField.Unknown, negated, tokens[_at - 1]);
                    }

                    break;
                case "-j" or "--jump":
                    (action, target) = Target(Next());
                    break;
                case "-g" or "--goto":
                    (action, target) = (RuleAction.Goto, Next());
                    break;
                case "-c":
                    _at += 2;
                    break;
                default:
                    Option(word, negated);
                    break;
            }

            negated = false;
        }

        return rule with { Matches = _matches, Action = action, Target = target, Comment = _comment };
    }

    private void Option(string word, bool negated)
    {
        switch (word)
        {
            case "--comment":
                _comment = Next();
                break;
            case "--syn":
                Add(RuleField.TcpFlags, negated, "FIN,SYN,RST,ACK", "SYN");
                break;
            case "--tcp-flags":
                Add(RuleField.TcpFlags, negated, Next(), Next());
                break;
            case "--limit" or "--limit-burst" or "--hashlimit-upto" or "--hashlimit-above" or "--hashlimit-name"
                or "--hashlimit-mode" or "--hashlimit-burst":
                Add(RuleField.Limit, negated, word, Next());
                break;
            case "--match-set":
                Add(RuleField.Set, negated, Next(), Next());
                break;
            case "-f" or "--fragment" or "--rpfilter" or "--validmark":
                Add(RuleField.Unknown, negated, word);
                break;
            default:
                RuleField field = Field(word);
                if (field == RuleField.Unknown)
                {
                    Unknown(word, negated);
                }
                else
                {
                    Add(field, negated, Next().Split(','));
                }

                break;
        }
    }

    private void Unknown(string word, bool negated)
    {
        // Its values are the words up to the next option; they belong to its text.
        List<string> values = [word];
        while (_at < tokens.Count && tokens[_at] != "!" && !(tokens[_at].Length > 1 && tokens[_at][0] == '-'))
        {
            values.Add(tokens[_at++]);
        }

        Add(RuleField.Unknown, negated, string.Join(' ', values));
    }

    private static RuleField Field(string word) => word switch
    {
        "-s" or "--source" or "--src-range" => RuleField.SourceAddress,
        "-d" or "--destination" or "--dst-range" => RuleField.DestinationAddress,
        "-i" or "--in-interface" => RuleField.InputInterface,
        "-o" or "--out-interface" => RuleField.OutputInterface,
        "-p" or "--protocol" => RuleField.Protocol,
        "--sport" or "--source-port" or "--sports" or "--source-ports" => RuleField.SourcePort,
        "--dport" or "--destination-port" or "--dports" or "--destination-ports" => RuleField.DestinationPort,
        "--ctstate" or "--state" => RuleField.ConntrackState,
        "--ctstatus" => RuleField.ConntrackStatus,
        "--src-type" => RuleField.SourceType,
        "--dst-type" => RuleField.DestinationType,
        "--mark" => RuleField.Mark,
        "--icmp-type" or "--icmpv6-type" => RuleField.IcmpType,
        "--physdev-in" or "--physdev-out" => RuleField.PhysicalDevice,
        _ => RuleField.Unknown,
    };

    private (RuleAction Action, string? Target) Target(string name)
    {
        (RuleAction Action, string? Target) result = name switch
        {
            "ACCEPT" => (RuleAction.Accept, null),
            "DROP" => (RuleAction.Drop, null),
            "RETURN" => (RuleAction.Return, null),
            "REJECT" => (RuleAction.Reject, OptionOf("--reject-with")),
            "DNAT" => (RuleAction.Dnat, OptionOf("--to-destination")),
            "SNAT" => (RuleAction.Snat, OptionOf("--to-source")),
            "MASQUERADE" => (RuleAction.Masquerade, null),
            "REDIRECT" => (RuleAction.Redirect, OptionOf("--to-ports")),
            "MARK" or "CONNMARK" or "CONNSECMARK" or "SECMARK" => (RuleAction.Mark, null),
            "LOG" or "NFLOG" or "AUDIT" => (RuleAction.Log, null),
            "TRACE" => (RuleAction.Trace, null),
            "NOTRACK" => (RuleAction.NoTrack, null),
            "CT" => tokens.Contains("--notrack") ? (RuleAction.NoTrack, null) : (RuleAction.Continue, null),
            "TPROXY" => (RuleAction.Tproxy, OptionOf("--on-port")),
            "CHECKSUM" or "TCPMSS" or "TTL" or "HL" or "DSCP" or "TOS" or "CLASSIFY" => (RuleAction.Mangle, null),
            "QUEUE" or "NFQUEUE" or "SYNPROXY" or "NETMAP" or "" => (RuleAction.Unknown, name),
            _ => (RuleAction.Jump, name),
        };

        // What follows a target in iptables-save belongs to it, and decides nothing but what was picked out above.
        if (result.Action != RuleAction.Jump)
        {
            ReadComment();
            _at = tokens.Count;
        }

        return result;
    }

    // iptables-save prints the matches before the target, except where a hand wrote the comment behind it.
    private void ReadComment()
    {
        int comment = tokens.IndexOf("--comment", _at);
        if (comment >= 0 && comment + 1 < tokens.Count)
        {
            _comment = tokens[comment + 1];
        }
    }

    private string? OptionOf(string option)
    {
        int at = tokens.IndexOf(option, _at);
        return at >= 0 && at + 1 < tokens.Count ? tokens[at + 1] : null;
    }

    private string Next() => _at < tokens.Count ? tokens[_at++] : "";

    private void Add(RuleField field, bool negated, params string[] values) =>
        _matches.Add(new RuleMatch { Field = field, Values = values, Negated = negated });
}
