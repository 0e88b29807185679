using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Chains from lines such as "filter -A FORWARD -j DOCKER-USER"; a line without -A only makes the chain.</summary>
internal static class ChainText
{
    private static readonly Dictionary<(string, string), (string Hook, int Priority)> s_hooks = new()
    {
        [("filter", "INPUT")] = ("input", 0),
        [("filter", "FORWARD")] = ("forward", 0),
        [("filter", "OUTPUT")] = ("output", 0),
        [("nat", "PREROUTING")] = ("prerouting", -100),
        [("nat", "OUTPUT")] = ("output", -100),
        [("nat", "POSTROUTING")] = ("postrouting", 100),
        [("raw", "PREROUTING")] = ("prerouting", -300),
    };

    public static List<FirewallChain> Parse(
        string text, string forwardPolicy, List<string> first, FirewallBackend backend = FirewallBackend.IptablesNft)
    {
        List<FirewallChain> chains = [];
        IEnumerable<string> lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string line in first.Concat(lines))
        {
            string[] words = line.Split(' ');
            FirewallTable table = new(backend, "ip", words[0]);
            string name = words[1] == "-A" ? words[2] : words[1];
            int index = chains.FindIndex(c => c.Table == table && c.Name == name);
            if (index < 0)
            {
                bool isBase = s_hooks.TryGetValue((words[0], name), out (string Hook, int Priority) hook);
                index = chains.Count;
                chains.Add(new FirewallChain
                {
                    Table = table,
                    Name = name,
                    Hook = isBase ? hook.Hook : null,
                    Priority = isBase ? hook.Priority : null,
                    Type = !isBase ? null : words[0] == "nat" ? "nat" : "filter",
                    Policy = !isBase ? null : name == "FORWARD" && forwardPolicy == "DROP" ? RuleAction.Drop : RuleAction.Accept,
                });
            }

            if (words[1] == "-A")
            {
                FirewallChain chain = chains[index];
                FirewallRule rule = RuleLine.Parse(table, string.Join(' ', words[1..]), chain.Rules.Count + 1);
                chains[index] = chain with { Rules = [.. chain.Rules, rule] };
            }
        }

        return chains;
    }
}
