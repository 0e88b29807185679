using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Reads the lines of iptables-save that the tests write themselves; the real reader has its own tests.</summary>
internal static class RuleLine
{
    public static FirewallRule Parse(FirewallTable table, string line, int number)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<RuleMatch> matches = [];
        RuleAction action = RuleAction.Continue;
        string? target = null;
        bool negated = false;
        for (int i = 2; i < words.Length; i++)
        {
            string word = words[i];
            switch (word)
            {
                case "!":
                    negated = true;
                    continue;
                case "-m":
                    i++;
                    continue;
                case "-j":
                    (action, target) = ActionOf(words[++i]);
                    continue;
                case "--to-destination":
                    target = words[++i];
                    continue;
            }

            matches.Add(new RuleMatch { Field = FieldOf(word), Values = words[++i].Split(','), Negated = negated });
            negated = false;
        }

        return new FirewallRule
        {
            Table = table,
            Chain = words[1],
            Number = number,
            Text = string.Join(' ', words[2..]),
            Matches = matches,
            Action = action,
            Target = target,
        };
    }

    private static (RuleAction Action, string? Target) ActionOf(string name) => name switch
    {
        "ACCEPT" => (RuleAction.Accept, null),
        "DROP" => (RuleAction.Drop, null),
        "REJECT" => (RuleAction.Reject, null),
        "RETURN" => (RuleAction.Return, null),
        "DNAT" => (RuleAction.Dnat, null),
        "MASQUERADE" => (RuleAction.Masquerade, null),
        "LOG" => (RuleAction.Log, null),
        "WEIRD" => (RuleAction.Unknown, null),
        _ => (RuleAction.Jump, name),
    };

    private static RuleField FieldOf(string option) => option switch
    {
        "-s" => RuleField.SourceAddress,
        "-d" => RuleField.DestinationAddress,
        "-i" => RuleField.InputInterface,
        "-o" => RuleField.OutputInterface,
        "-p" => RuleField.Protocol,
        "--dport" or "--dports" => RuleField.DestinationPort,
        "--sport" => RuleField.SourcePort,
        "--icmp-type" => RuleField.IcmpType,
        "--ctstate" => RuleField.ConntrackState,
        "--ctstatus" => RuleField.ConntrackStatus,
        "--dst-type" => RuleField.DestinationType,
        "--src-type" => RuleField.SourceType,
        "--ctorigdstport" => RuleField.OriginalDestinationPort,
        "--mark" => RuleField.Mark,
        "--match-set" => RuleField.Set,
        _ => RuleField.Unknown,
    };
}
