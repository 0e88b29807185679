namespace ContainerNet.Paths.Kernel;

/// <summary>Random rules in the language of iptables, made of what Docker, kube-proxy, ufw, libvirt and administrators write.</summary>
internal sealed class IptablesGenerator(Chance chance, bool isIPv6, bool isLegacy, bool hasSets)
{
    private readonly List<string> _lines = [];

    /// <summary>A rule set.</summary>
    public RuleText Make()
    {
        Table("filter", ["INPUT", "FORWARD", "OUTPUT"], Filter);
        if (chance.Percent(75))
        {
            Nat();
        }

        if (chance.Percent(40))
        {
            Table("mangle", ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"], Mangle);
        }

        if (chance.Percent(30))
        {
            Table("raw", ["PREROUTING", "OUTPUT"], RawTarget);
        }

        string tool = $"{(isIPv6 ? "ip6tables" : "iptables")}-{(isLegacy ? "legacy" : "nft")}-restore";
        return new RuleText([tool], [.. _lines]);
    }

    private void Table(string table, string[] bases, Func<string, List<string>, string> target)
    {
        List<string> own = [.. Enumerable.Range(1, chance.Below(5)).Select(n => $"{table[..3].ToUpperInvariant()}-{n}")];
        _lines.Add("*" + table);
        foreach (string name in bases)
        {
            _lines.Add($":{name} {(table == "filter" && chance.Percent(30) ? "DROP" : "ACCEPT")} [0:0]");
        }

        _lines.AddRange(own.Select(name => $":{name} - [0:0]"));
        foreach (string name in bases)
        {
            Rules(name, name, own, target);
        }

        for (int index = 0; index < own.Count; index++)
        {
            Rules(own[index], "", own[(index + 1)..], target);
        }

        _lines.Add("COMMIT");
    }

    private void Nat()
    {
        string[] own = [.. Enumerable.Range(1, chance.Below(4)).Select(n => $"DNAT-{n}")];
        string[] sources = [.. Enumerable.Range(1, chance.Below(3)).Select(n => $"SNAT-{n}")];
        _lines.Add("*nat");
        foreach (string name in (string[])["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"])
        {
            _lines.Add($":{name} ACCEPT [0:0]");
        }

        _lines.AddRange(own.Concat(sources).Select(name => $":{name} - [0:0]"));
        foreach (string name in (string[])["PREROUTING", "OUTPUT"])
        {
            Rules(name, name, [.. own], Destination);
        }

        Rules("POSTROUTING", "POSTROUTING", [.. sources], Source);
        if (chance.Percent(15))
        {
            Rules("INPUT", "INPUT", [], (_, _) => $"SNAT --to-source {Places.Host(chance, isIPv6)}");
        }

        for (int index = 0; index < own.Length; index++)
        {
            Rules(own[index], "", [.. own[(index + 1)..]], Destination);
        }

        for (int index = 0; index < sources.Length; index++)
        {
            Rules(sources[index], "POSTROUTING", [.. sources[(index + 1)..]], Source);
        }

        _lines.Add("COMMIT");
    }

    private void Rules(string chain, string hook, List<string> below, Func<string, List<string>, string> target)
    {
        for (int count = chance.Between(1, 5); count > 0; count--)
        {
            string action = target(hook, below);
            string match = Matches(hook, needsPorts: action.Contains(':', StringComparison.Ordinal) && action.StartsWith("DNAT", StringComparison.Ordinal) && !isIPv6
                || action.Contains("--to-ports", StringComparison.Ordinal) || action.Contains("]:", StringComparison.Ordinal)
                || (action.StartsWith("SNAT", StringComparison.Ordinal) && action.Contains("-2", StringComparison.Ordinal)),
                isTcp: action.Contains("TCPMSS", StringComparison.Ordinal) || action.Contains("tcp-reset", StringComparison.Ordinal));
            if (action.Contains("TCPMSS", StringComparison.Ordinal) && !match.Contains("--tcp-flags", StringComparison.Ordinal))
            {
                // Not beside other flags: of two in one rule, iptables-nft-save prints one.
                match += " -m tcp --tcp-flags SYN,RST SYN";
            }

            bool isChain = below.Contains(action);
            string verb = isChain && chance.Percent(15) ? "-g" : "-j";
            if (action.Length == 0 || action.Contains("LOG", StringComparison.Ordinal) || action.Contains("DSCP", StringComparison.Ordinal)
                || action.Contains("TCPMSS", StringComparison.Ordinal))
            {
                // What changes nothing is not asked both ways.
                match = match.Replace("-m statistic --mode random --probability 0.5", "", StringComparison.Ordinal);
            }

            _lines.Add($"-A {chain}{match}{(action.Length > 0 ? $" {verb} {action}" : "")}");
        }
    }

    private string Filter(string hook, List<string> below) => Jump(below, 35) ?? chance.Weighted(
        (30, "ACCEPT"), (22, "DROP"), (8, "REJECT"), (3, "REJECT --reject-with tcp-reset"), (12, "RETURN"), (5, "LOG --log-prefix \"x: \""),
        (4, ""), (5, "MARK --set-xmark 0x1/0x1"), (3, "CONNMARK --set-xmark 0x2/0x2"), (2, "NFLOG --nflog-group 5"));

    private string Mangle(string hook, List<string> below) => Jump(below, 30) ?? chance.Weighted(
        (20, "MARK --set-xmark 0x1/0xffffffff"), (12, "MARK --or-mark 0x4000"), (6, "MARK --and-mark 0xfffffffe"), (4, "MARK --xor-mark 0x3"),
        (10, "CONNMARK --save-mark"), (10, "CONNMARK --restore-mark"), (5, "CONNMARK --save-mark --nfmask 0xff --ctmask 0xffff"),
        (5, "CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff"), (6, "CONNMARK --set-xmark 0x2/0xf"), (8, "ACCEPT"), (8, "RETURN"), (4, "DROP"),
        (hook is "FORWARD" or "OUTPUT" or "POSTROUTING" ? 4 : 0, "TCPMSS --clamp-mss-to-pmtu"), (3, "DSCP --set-dscp 0x08"));

    private string RawTarget(string hook, List<string> below) => Jump(below, 25) ?? chance.Weighted(
        (35, "CT --notrack"), (20, "DROP"), (20, "ACCEPT"), (15, "RETURN"), (10, "MARK --set-xmark 0x8/0x8"));

    private string Destination(string hook, List<string> below)
    {
        string address = Places.Target(chance, isIPv6);
        string bracket = isIPv6 ? $"[{address}]" : address;
        return Jump(below, 35) ?? chance.Weighted(
            (40, $"DNAT --to-destination {bracket}:{Places.Port(chance)}"), (10, $"DNAT --to-destination {address}"),
            (4, $"DNAT --to-destination {bracket}:8000-8010"), (12, $"REDIRECT --to-ports {Places.Port(chance)}"), (4, "REDIRECT"), (10, "RETURN"), (8, "ACCEPT"),
            (8, "MARK --or-mark 0x4000"), (3, isIPv6 ? "ACCEPT" : "DNAT --to-destination 172.17.0.2-172.17.0.4"));
    }

    private string Source(string hook, List<string> below)
    {
        string address = Places.Own(chance, isIPv6);
        return Jump(below, 30) ?? chance.Weighted(
            (45, "MASQUERADE"), (15, $"SNAT --to-source {address}"), (12, "RETURN"), (10, "ACCEPT"), (5, "MASQUERADE --random-fully"),
            (3, isIPv6 ? "RETURN" : "SNAT --to-source 198.51.100.20-198.51.100.29"), (3, "MARK --xor-mark 0x4000"));
    }

    private string? Jump(List<string> below, int share) =>
        below.Count > 0 && chance.Percent(share) ? chance.Of(below.ToArray().AsSpan()) : null;

    private string Matches(string hook, bool needsPorts, bool isTcp)
    {
        bool ports = needsPorts || isTcp || chance.Percent(45);
        List<string> parts = [];
        if (chance.Percent(30))
        {
            parts.Add($"{Not(25)}-s {Address()}");
        }

        if (chance.Percent(30))
        {
            parts.Add($"{Not(20)}-d {Address()}");
        }

        if (hook is not ("OUTPUT" or "POSTROUTING") && chance.Percent(35))
        {
            parts.Add($"{Not(30)}-i {Device()}");
        }

        if (hook is not ("PREROUTING" or "INPUT") && chance.Percent(35))
        {
            parts.Add($"{Not(30)}-o {Device()}");
        }

        if (ports)
        {
            parts.Add(Transport(isTcp));
        }
        else if (chance.Percent(15))
        {
            parts.Add(chance.Of($"-p {Icmp}", "! -p tcp", $"-p {Icmp} -m {(isIPv6 ? "icmp6 --icmpv6-type 128" : "icmp --icmp-type 8")}",
                $"-p {Icmp} -m {(isIPv6 ? "icmp6 ! --icmpv6-type 128" : "icmp ! --icmp-type 8")}", "! -p udp"));
        }

        for (int more = chance.Weighted((45, 0), (40, 1), (15, 2)); more > 0; more--)
        {
            parts.Add(Extension(hook));
        }

        return string.Concat(parts.Select(part => " " + part));
    }

    private string Icmp => isIPv6 ? "ipv6-icmp" : "icmp";

    private string Transport(bool isTcp)
    {
        string transport = isTcp || chance.Percent(65) ? "tcp" : "udp";
        string port = chance.Weighted(
            (60, $"-m {transport} {Not(10)}--dport {Places.Ports(chance, ":")}"), (6, $"-m {transport} {Not(20)}--sport {chance.Of("1024:65535", "20000:40000", "53")}"),
            (15, $"-m multiport {Not(15)}--dports {Places.Port(chance)},{Places.Ports(chance, ":")},22"), (4, "-m multiport --sports 53,30000:50000"),
            (1, "-m multiport --ports 80,53"), (10, ""));
        string flags = transport == "tcp" && chance.Percent(15)
            ? " " + chance.Of("-m tcp --tcp-flags FIN,SYN,RST,ACK SYN", "-m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN", "-m tcp --tcp-flags SYN,RST SYN",
                "-m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE")
            : "";
        return $"-p {transport} {port}{flags}".TrimEnd();
    }

    private string Extension(string hook) => chance.Weighted(
        (30, $"-m conntrack {Not(12)}--ctstate {chance.Of("NEW", "RELATED,ESTABLISHED", "INVALID", "NEW,ESTABLISHED", "UNTRACKED", "DNAT", "SNAT", "RELATED,ESTABLISHED,DNAT")}"),
        (2, isIPv6 ? "-m mark --mark 0x0" : $"-m addrtype --dst-type {chance.Of("LOCAL", "UNICAST")} --limit-iface-{(hook is "OUTPUT" or "POSTROUTING" ? "out" : "in")}"),
        (14, $"-m addrtype {Not(15)}--{chance.Of("dst", "src")}-type {chance.Of("LOCAL", "LOCAL", "UNICAST", isIPv6 ? "ANYCAST,LOCAL" : "BROADCAST,LOCAL")}"),
        (10, $"-m mark {Not(20)}--mark {chance.Of("0x1/0x1", "0x4000/0x4000", "0x0", "0x2/0xff")}"),
        (8, $"-m connmark {Not(20)}--mark {chance.Of("0x2/0x2", "0x0", "0x1/0x1")}"),
        (8, "-m comment --comment \"a rule, with: signs -j DROP\""),
        (6, "-m limit --limit 1000/sec --limit-burst 1000"),
        (4, "-m statistic --mode random --probability 0.5"),
        (4, isIPv6 ? "-m mark --mark 0x0" : $"-m iprange {Not(15)}--{chance.Of("src", "dst")}-range {chance.Of("198.51.100.2-198.51.100.3", "172.17.0.2-172.17.0.9", "10.88.0.1-10.88.0.2")}"),
        (4, $"-m conntrack {Not(15)}--ctstatus {chance.Of("SEEN_REPLY", "EXPECTED")}"),
        (3, $"-m conntrack {Not(10)}--ctstate {chance.Of("NEW", "INVALID", "UNTRACKED,INVALID", "RELATED,ESTABLISHED")} --ctdir {chance.Of("ORIGINAL", "REPLY")}"),
        (3, $"-m conntrack --ctstate {chance.Of("NEW", "INVALID", "UNTRACKED,INVALID", "RELATED,ESTABLISHED")} {Not(15)}--ctorigdst {Address()}"),
        (4, $"-m conntrack --ctdir {chance.Of("ORIGINAL", "REPLY")}"),
        (4, $"-m conntrack --ctorigdst {Address()} --ctorigdstport {Places.Ports(chance, ":")}"),
        (3, $"-m pkttype --pkt-type {chance.Of("unicast", "broadcast", "multicast")}"),
        (2, $"-m length {Not(10)}--length {chance.Of("0:41", "42:65535", "44")}"),
        (2, isIPv6 ? "-m hl --hl-gt 10" : $"-m ttl --ttl-{chance.Of("lt 64", "gt 63", "eq 64")}"),
        (hasSets ? 14 : 0, IpsetText.Match(chance)),
        (3, $"-m physdev {Not(50)}--physdev-is-{(hook is "PREROUTING" or "INPUT" or "FORWARD" ? "in" : "bridged")}"));

    private string Address() => chance.Percent(45) ? Places.Host(chance, isIPv6) : Places.Network(chance, isIPv6);

    private string Device() => chance.Weighted(
        (80, Places.Device(chance)), (10, "eth+"), (6, "docker+"), (4, "br-+"));

    private string Not(int share) => chance.Percent(share) ? "! " : "";
}
