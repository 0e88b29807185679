namespace ContainerNet.Paths.Kernel;

/// <summary>Sets of ipset, and conditions on them.</summary>
internal static class IpsetText
{
    private static readonly (string Name, string Directions)[] s_uses =
    [
        ("ips", "src"), ("ips", "dst"), ("nets", "src"), ("nets", "dst"), ("nets", "dst,dst"), ("ipports", "dst,dst"), ("ipports", "src,dst"), ("netports", "dst,dst"),
        ("pairs", "src,dst,dst"), ("ports", "dst"), ("ports", "src"), ("lists", "src"), ("lists", "dst"), ("ipports", "dst"), ("ifaces", "src,src"),
    ];

    /// <summary>The sets.</summary>
    public static RuleText Make(Chance chance, bool isIPv6)
    {
        string family = $"family {(isIPv6 ? "inet6" : "inet")}";
        string Host() => Places.Host(chance, isIPv6);
        string Network() => Places.Network(chance, isIPv6);
        string Port() => $"{chance.Of("tcp", "tcp", "udp")}:{Places.Port(chance)}";
        List<string> lines =
        [
            $"create ips hash:ip {family}", $"create nets hash:net {family}", $"create ipports hash:ip,port {family}", $"create netports hash:net,port {family}",
            $"create pairs hash:ip,port,ip {family}", "create ports bitmap:port range 0-65535", "create lists list:set", $"create ifaces hash:net,iface {family}",
        ];
        for (int count = chance.Between(1, 4); count > 0; count--)
        {
            lines.Add($"add ips {Host()} -exist");
            lines.Add($"add nets {Network()} -exist");
            lines.Add($"add nets {Host()} nomatch -exist");
            lines.Add($"add ipports {Host()},{Port()} -exist");
            lines.Add($"add netports {Network()},{Port()} -exist");
            lines.Add($"add pairs {Host()},{Port()},{Host()} -exist");
            lines.Add($"add ports {Places.Port(chance)} -exist");
            lines.Add($"add ifaces {Network()},{chance.Of("eth0", "docker0")} -exist");
        }

        lines.Add($"add ipports {Host()},{(isIPv6 ? "icmpv6:128/0" : "icmp:8/0")} -exist");
        lines.Add("add lists ips");
        lines.Add("add lists nets");
        return new RuleText(["ipset", "restore"], lines);
    }

    /// <summary>A condition.</summary>
    public static string Match(Chance chance)
    {
        (string name, string directions) = chance.Of(s_uses.AsSpan());
        return $"-m set {(chance.Percent(20) ? "! " : "")}--match-set {name} {directions}";
    }
}
