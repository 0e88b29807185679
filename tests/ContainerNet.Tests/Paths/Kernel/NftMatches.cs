namespace ContainerNet.Paths.Kernel;

/// <summary>Conditions, sets and verdict maps in the language of nft.</summary>
internal sealed class NftMatches(Chance chance, bool isIPv6)
{
    private readonly List<string> _addressSets = [], _portSets = [], _pairSets = [], _maps = [];

    private string _transport = "";

    public bool IsInet { get; set; }

    private string Ip => isIPv6 ? "ip6" : "ip";

    private string AddressType => isIPv6 ? "ipv6_addr" : "ipv4_addr";

    /// <summary>Makes named sets and maps for a table.</summary>
    public IEnumerable<string> Sets(string table, string leaf)
    {
        _addressSets.Clear();
        _portSets.Clear();
        _pairSets.Clear();
        _maps.Clear();
        if (chance.Percent(40))
        {
            _addressSets.Add("hosts");
            yield return $"add set {table} hosts {{ type {AddressType}; elements = {{ {Places.Own(chance, isIPv6)}, {Places.Target(chance, isIPv6)} }}; }}";
        }

        if (chance.Percent(30))
        {
            _addressSets.Add("nets");
            yield return $"add set {table} nets {{ type {AddressType}; flags interval; elements = {{ {Places.Network(chance, isIPv6)} }}; }}";
        }

        if (chance.Percent(30))
        {
            _portSets.Add("ports");
            yield return $"add set {table} ports {{ type inet_service; flags interval; elements = {{ 22, 80-90, {chance.Of("443", "5353", "30000-32767")} }}; }}";
        }

        if (chance.Percent(30))
        {
            _pairSets.Add("pairs");
            yield return $"add set {table} pairs {{ type {AddressType} . inet_service; flags interval; elements = {{ {Places.Network(chance, isIPv6)} . 80-443, {Places.Host(chance, isIPv6)} . 8080 }}; }}";
        }

        if (chance.Percent(40))
        {
            _maps.Add("verdicts");
            string address = Places.Target(chance, isIPv6);
            yield return $"add map {table} verdicts {{ type {AddressType} . inet_proto . inet_service : verdict; elements = {{ {address} . tcp . 80 : jump {leaf}, {address} . udp . 53 : drop, {Places.Own(chance, isIPv6)} . tcp . 443 : accept }}; }}";
        }
    }

    /// <summary>The conditions of a rule.</summary>
    public string Make(string hook, bool ports, bool isTcp)
    {
        List<string> parts = [];
        _transport = isTcp ? "tcp" : ports ? chance.Weighted((80, "tcp"), (20, "udp")) : chance.Weighted((50, "tcp"), (15, "udp"), (10, "icmp"), (25, ""));
        if (ports)
        {
            parts.Add(chance.Percent(80) ? $"{_transport} dport {Port()}" : $"meta l4proto {_transport}");
        }

        for (int more = chance.Weighted((15, 0), (40, 1), (32, 2), (13, 3)); more > 0; more--)
        {
            parts.Add(One(hook));
        }

        return string.Join(' ', parts);
    }

    /// <summary>One more condition of the same rule.</summary>
    public string More(string hook) => One(hook);

    /// <summary>A verdict map.</summary>
    public string VerdictMap(string[] chains, string hook)
    {
        string Verdict() => chains.Length > 0 && chance.Percent(60)
            ? chance.Weighted((75, "jump "), (25, "goto ")) + chance.Of(chains.AsSpan())
            : chance.Of("accept", "drop", "return", "continue");
        return chance.Weighted(
            (25, $"ct state vmap {{ established : accept, related : accept, invalid : {chance.Of("drop", "continue")} }}"),
            (hook is "prerouting" or "input" or "forward" ? 25 : 0, $"iifname vmap {{ \"eth0\" : {Verdict()}, \"docker0\" : {Verdict()} }}"),
            (hook is "postrouting" or "output" or "forward" ? 15 : 0, $"oifname vmap {{ \"docker0\" : {Verdict()}, \"podman1\" : {Verdict()} }}"),
            (_transport == "tcp" ? 25 : 0, $"tcp dport vmap {{ 80 : {Verdict()}, 1000-9000 : {Verdict()} }}"),
            (10, $"meta l4proto vmap {{ tcp : {Verdict()}, udp : {Verdict()}, {(isIPv6 ? "ipv6-icmp" : "icmp")} : {Verdict()} }}"),
            (10, $"{Ip} saddr vmap {{ {Places.Network(chance, isIPv6)} : {Verdict()}{(chance.Percent(40) ? $", * : {Verdict()}" : "")} }}"),
            (8, $"numgen random mod 2 vmap {{ 0 : {Verdict()}, 1 : {Verdict()} }}"),
            (_maps.Count > 0 ? 25 : 0, $"{Ip} daddr . meta l4proto . th dport vmap @verdicts"));
    }

    private string One(string hook)
    {
        bool isTcp = _transport == "tcp", isUdp = _transport == "udp", isIcmp = _transport == "icmp";
        return chance.Weighted(
            (18, Address()), (hook is "output" or "postrouting" ? 3 : 16, $"iifname {Device()}"), (hook is "prerouting" or "input" ? 3 : 12, $"oifname {Device()}"),
            (isTcp ? 22 : 0, $"tcp dport {Port()}"), (isUdp ? 22 : 0, $"udp dport {Port()}"),
            (_transport.Length == 0 ? 14 : 0, $"meta l4proto {chance.Of("tcp", "udp", "{ tcp, udp }", "!= tcp", isIPv6 ? "ipv6-icmp" : "icmp")}"),
            (14, $"ct state {chance.Of("established,related", "new", "invalid", "established", "!= established", "{ new, invalid }", "untracked", "related")}"),
            (6, $"ct status {chance.Of("dnat", "snat", "dnat,snat", "seen-reply")}"), (3, $"ct direction {chance.Of("original", "reply", "!= reply")}"),
            (6, $"meta mark {chance.Of("0x1", "and 0x1 == 0x1", "!= 0x0", "and 0x4000 == 0x4000", "0x1-0x3", "and 0xff != 0x1")}"),
            (5, $"ct mark {chance.Of("0x2", "and 0x2 == 0x2", "!= 0x0", "0x0")}"),
            (9, $"fib {chance.Of("daddr", "saddr")} type {chance.Of("local", "!= local", "unicast", "{ local, broadcast }")}"),
            (hook is "prerouting" ? 4 : 0, $"fib saddr . iif oif {chance.Of("missing", "exists", "0", "!= 0")}"),
            (isTcp ? 6 : 0, $"tcp flags {chance.Of("syn", "& (fin | syn | rst | ack) == syn", "& (syn | ack) == syn", "& (fin | syn | rst | ack) != syn", "!= syn", "{ syn, ack }")}"),
            (isIcmp ? 15 : 0, isIPv6 ? $"icmpv6 type {chance.Of("echo-request", "echo-reply", "{ echo-request, nd-redirect }", "!= echo-request")}" : $"icmp type {chance.Of("echo-request", "echo-reply", "{ echo-request, timestamp-request }", "!= echo-request")}"),
            (isTcp ? 7 : 0, $"{Ip} {chance.Of("saddr", "daddr")} . tcp dport {Pairs()}"), (_transport.Length == 0 ? 6 : 0, $"meta l4proto {{ tcp, udp }} th dport {Port()}"),
            (IsInet ? 3 : 0, $"meta nfproto {(isIPv6 ? "ipv6" : "ipv4")}"), (3, $"ct original {(isIPv6 ? "ip6" : "ip")} {chance.Of("daddr", "saddr")} {Places.Host(chance, isIPv6)}"),
            (isTcp ? 3 : 0, $"meta l4proto tcp ct original proto-dst {Places.Port(chance)}"), (3, "limit rate 1000/second burst 500 packets"), (2, "numgen random mod 2 0"),
            (2, $"meta pkttype {chance.Of("host", "unicast", "broadcast", "!= multicast")}"), (2, isIPv6 ? "ip6 hoplimit > 10" : $"ip ttl {chance.Of("64", "< 64", "> 1", "!= 64")}"),
            (2, $"meta length {chance.Of("< 50", "> 41", "44")}"), (2, isIPv6 ? "ip6 dscp cs0" : $"ip dscp {chance.Of("cs0", "!= cs0", "ef")}"));
    }

    private string Address()
    {
        string side = chance.Of("saddr", "daddr");
        return chance.Weighted(
            (30, $"{Ip} {side} {Places.Host(chance, isIPv6)}"), (20, $"{Ip} {side} {Places.Network(chance, isIPv6)}"), (12, $"{Ip} {side} != {Places.Network(chance, isIPv6)}"),
            (10, $"{Ip} {side} {{ {Places.Target(chance, isIPv6)}, {(isIPv6 ? "2001:db8:77::/48" : "203.0.113.0/24")} }}"),
            (8, isIPv6 ? $"ip6 {side} 2001:db8:2::1-2001:db8:2::4" : $"ip {side} 172.17.0.1-172.17.0.3"),
            (3, isIPv6 ? "ip6 saddr ::1" : "ip saddr & 255.255.0.0 == 172.17.0.0"),
            (_addressSets.Count > 0 ? 25 : 0, $"{Ip} {side} {(chance.Percent(20) ? "!= " : "")}@{(_addressSets.Count > 0 ? chance.Of(_addressSets.ToArray().AsSpan()) : "")}"));
    }

    private string Pairs() => _pairSets.Count > 0 && chance.Percent(70)
        ? $"{(chance.Percent(20) ? "!= " : "")}@pairs"
        : $"{{ {Places.Target(chance, isIPv6)} . {Places.Port(chance)}, {Places.Own(chance, isIPv6)} . 80-90 }}";

    private string Device() => chance.Weighted(
        (60, $"\"{Places.Device(chance)}\""), (15, $"!= \"{Places.Device(chance)}\""), (10, "\"eth*\""), (5, "!= \"docker*\""), (10, "{ \"docker0\", \"podman1\" }"));

    private string Port() => chance.Weighted(
        (50, $"{Places.Port(chance)}"), (15, Places.Ports(chance, "-")), (15, $"{{ {Places.Port(chance)}, 1000-1010, 7 }}"), (10, $"!= {Places.Port(chance)}"),
        (_portSets.Count > 0 ? 20 : 0, "@ports"), (_portSets.Count > 0 ? 5 : 0, "!= @ports"));
}
