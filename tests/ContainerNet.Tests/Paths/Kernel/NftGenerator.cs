namespace ContainerNet.Paths.Kernel;

/// <summary>Random rules in the language of nft, made of what firewalld, netavark, Docker's nftables backend, kube-proxy and
/// administrators write.</summary>
internal sealed class NftGenerator(Chance chance, bool isIPv6)
{
    private readonly List<string> _lines = [];
    private readonly NftMatches _matches = new(chance, isIPv6);
    private string _table = "";

    private static readonly (string Hook, string Priority)[] s_filters =
    [
        ("prerouting", "-300"), ("prerouting", "-150"), ("prerouting", "-190"), ("prerouting", "-100"), ("prerouting", "0"), ("input", "-150"),
        ("input", "0"), ("input", "10"), ("forward", "-150"), ("forward", "-1"), ("forward", "0"), ("forward", "10"), ("forward", "50"), ("output", "-300"),
        ("output", "0"), ("output", "10"), ("postrouting", "-150"), ("postrouting", "0"), ("postrouting", "100"), ("postrouting", "110"),
    ];

    /// <summary>A rule set.</summary>
    public RuleText Make()
    {
        for (int count = chance.Weighted((50, 1), (35, 2), (15, 3)); count > 0; count--)
        {
            Table($"{chance.Weighted((50, "inet"), (50, isIPv6 ? "ip6" : "ip"))} t{count}");
        }

        return new RuleText(["nft", "-f", "-"], [.. _lines]);
    }

    private void Table(string table)
    {
        _table = table;
        _matches.IsInet = table.StartsWith("inet", StringComparison.Ordinal);
        _lines.Add($"add table {table}");
        string[] filter = [.. Enumerable.Range(1, chance.Between(0, 4)).Select(n => $"f{n}")];
        string[] destination = [.. Enumerable.Range(1, chance.Between(0, 2)).Select(n => $"d{n}")];
        string[] source = [.. Enumerable.Range(1, chance.Between(0, 2)).Select(n => $"s{n}")];
        List<(string Chain, string Hook, int Priority)> bases = [];
        for (int count = chance.Between(1, 5); count > 0; count--)
        {
            (string hook, string priority) = chance.Of(s_filters.AsSpan());
            string name = $"{hook}_{count}";
            string policy = chance.Percent(15) && hook is "input" or "forward" or "output" ? "drop" : "accept";
            _lines.Add($"add chain {table} {name} {{ type filter hook {hook} priority {priority}; policy {policy}; }}");
            bases.Add((name, hook, int.Parse(priority, System.Globalization.CultureInfo.InvariantCulture)));
        }

        List<(string Chain, bool IsDestination, string Hook)> nat = [];
        foreach ((string hook, string priority, int share) in ((string, string, int)[])
            [("prerouting", "-100", 50), ("prerouting", "-90", 15), ("output", "-100", 35), ("postrouting", "100", 50), ("postrouting", "90", 15), ("input", "100", 8)])
        {
            if (chance.Percent(share))
            {
                string name = $"nat_{hook}{priority.Replace('-', '_')}";
                _lines.Add($"add chain {table} {name} {{ type nat hook {hook} priority {priority}; }}");
                nat.Add((name, hook is "prerouting" or "output", hook));
            }
        }

        _lines.AddRange(filter.Concat(destination).Concat(source).Select(name => $"add chain {table} {name}"));
        _lines.Add($"add chain {table} leaf");
        _lines.AddRange(_matches.Sets(table, "leaf"));
        _lines.Add($"add rule {table} leaf {_matches.More("")} {chance.Of("accept", "drop", "return", "counter")}");
        foreach ((string chain, string hook, int priority) in bases)
        {
            Rules(chain, hook, filter, below => Filter(below, hook, priority));
        }

        for (int index = 0; index < filter.Length; index++)
        {
            Rules(filter[index], "", filter[(index + 1)..], below => Filter(below, "", 0));
        }

        foreach ((string chain, bool isDestination, string hook) in nat)
        {
            Rules(chain, hook, isDestination ? destination : hook == "input" ? [] : source, isDestination ? Destination : below => Source(below, hook));
        }

        for (int index = 0; index < destination.Length; index++)
        {
            Rules(destination[index], "", destination[(index + 1)..], Destination);
        }

        for (int index = 0; index < source.Length; index++)
        {
            Rules(source[index], "postrouting", source[(index + 1)..], below => Source(below, "postrouting"));
        }
    }

    private void Rules(string chain, string hook, string[] below, Func<string[], string> statement)
    {
        for (int count = chance.Between(1, 5); count > 0; count--)
        {
            string act = statement(below);
            bool ports = act.Contains(':', StringComparison.Ordinal) && act.StartsWith("dnat", StringComparison.Ordinal) || act.Contains("redirect to", StringComparison.Ordinal) || act.Contains("tcp dport", StringComparison.Ordinal);
            string match = _matches.Make(hook, ports, act.Contains("tcp dport", StringComparison.Ordinal));
            string middle = chance.Weighted((60, ""), (25, "counter "), (6, "log prefix \"x\" "), (5, "meta mark set 0x3 "), (4, "ct mark set 0x2 "));
            string late = middle.Contains("set", StringComparison.Ordinal) && chance.Percent(60) ? _matches.More(hook) + " " : "";
            if (act.StartsWith("@vmap", StringComparison.Ordinal))
            {
                act = _matches.VerdictMap(below, hook);
            }

            if (act is "counter" or "continue" or "")
            {
                // What changes nothing is not asked both ways.
                match = match.Replace("numgen random mod 2 0", "", StringComparison.Ordinal);
                late = late.Replace("numgen random mod 2 0", "", StringComparison.Ordinal);
            }

            _lines.Add($"add rule {_table} {chain} {match} {middle}{late}{act}".TrimEnd());
        }
    }

    private string Filter(string[] below, string hook, int priority)
    {
        if (below.Length > 0 && chance.Percent(30))
        {
            return chance.Weighted((80, "jump "), (20, "goto ")) + chance.Of(below.AsSpan());
        }

        return chance.Weighted(
            (26, "accept"), (20, "drop"), (hook is "input" or "forward" or "output" ? 8 : 0, "reject"), (hook is "forward" && _matches.IsInet ? 3 : 0, "reject with icmpx type admin-prohibited"),
            (9, "return"), (7, "counter"), (5, "meta mark set 0x1"), (4, "meta mark set meta mark or 0x4000"), (3, "meta mark set meta mark and 0xff xor 0x1"),
            (4, "ct mark set 0x2"), (3, "ct mark set meta mark"), (3, "meta mark set ct mark"), (14, "@vmap"), (2, "continue"),
            (priority == -300 ? 20 : 0, "notrack"));
    }

    private string Destination(string[] below)
    {
        if (below.Length > 0 && chance.Percent(30))
        {
            return "jump " + chance.Of(below.AsSpan());
        }

        string address = Places.Target(chance, isIPv6);
        string bracket = isIPv6 ? $"[{address}]" : address;
        string family = isIPv6 ? "ip6" : "ip";
        string to = _matches.IsInet ? $"{family} to" : "to";
        return chance.Weighted(
            (38, $"dnat {to} {bracket}:{Places.Port(chance)}"), (14, $"dnat {to} {address}"), (12, $"redirect to :{Places.Port(chance)}"), (4, "redirect"),
            (8, "return"), (8, "accept"), (4, "meta mark set 0x4000"), (2, "drop"),
            (5, isIPv6 ? "accept" : $"dnat {to} tcp dport map {{ 80 : 172.17.0.2, 443 : 172.17.0.3, 8080 : 10.88.0.2 }}"),
            (5, isIPv6 ? "accept" : $"dnat {to} numgen random mod 2 map {{ 0 : 172.17.0.2, 1 : 172.17.0.3 }}"),
            (3, isIPv6 ? "accept" : $"dnat {to} 172.17.0.2-172.17.0.4"));
    }

    private string Source(string[] below, string hook)
    {
        if (below.Length > 0 && chance.Percent(25))
        {
            return "jump " + chance.Of(below.AsSpan());
        }

        string address = Places.Own(chance, isIPv6);
        string to = _matches.IsInet ? $"{(isIPv6 ? "ip6" : "ip")} to" : "to";
        return hook == "input" ? $"snat {to} {Places.Host(chance, isIPv6)}" : chance.Weighted(
            (45, "masquerade"), (15, $"snat {to} {address}"), (12, "return"), (10, "accept"), (4, "masquerade fully-random"), (4, "meta mark set meta mark xor 0x4000"));
    }
}
