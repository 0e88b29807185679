using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// What happens to packets, and what a trace must say of it. All of it on hosts with firewalld and Docker. Every line was
/// tried by hand beside 'nft monitor trace'.
/// </summary>
public static class TraceTable
{
    private const string Routed = "Routing", Rule = "Netfilter";
    private const string Rules = "/run/lab-rules";
    private static readonly Suite[] s_older = [Suite.Bookworm, Suite.Trixie];
    private static readonly Suite[] s_newest = [Suite.Forky];

    private static readonly TraceCase[] s_cases =
    [
        // The direct way to a container's own address.
        new("direct-firewalld", "External", "web", 80, "Rejected")
        {
            Suites = s_older,
            Decider = new(Rule, "Reject")
            {
                Hook = "forward", Backend = "Nftables", Table = "firewalld", Owner = "Firewalld", Zone = "public",
                Rule = "reject with icmpx admin-prohibited",
            },
            Hops = [new(Rule, "Accept") { Table = "filter", Chain = "DOCKER", Owner = "Docker" }],
        },
        new("direct-raw", "External", "web", 80, "Dropped")
        {
            Suites = s_newest,
            Decider = new(Rule, "Drop")
            {
                Hook = "prerouting", Backend = "IptablesNft", Table = "raw", Chain = "PREROUTING", Owner = "Docker",
                Rule = "! -i docker0 -j DROP",
            },
        },

        // firewalld does not know Docker's bridge: its default zone rejects what comes from there.
        new("firewalld-no-zone", "web", LabHost.ClientAddress, 9, "Rejected")
        {
            Prepare = [["firewall-cmd", "--quiet", "--zone=docker", "--remove-interface=docker0"]],
            Undo = [["firewall-cmd", "--quiet", "--zone=docker", "--add-interface=docker0"]],
            Decider = new(Rule, "Reject")
            {
                Hook = "forward", Backend = "Nftables", Table = "firewalld", Owner = "Firewalld", Zone = "public",
                Rule = "reject with icmpx admin-prohibited",
            },
            Hops = [new("Socket", "Enter") { Place = "web" }, new("Link", "Leave") { Place = "web" }, new("Link", "Enter")],
        },
        new("docker-user-drop", "External", "web", 8080, "Dropped")
        {
            Prepare = [["iptables", "-I", "DOCKER-USER", "-p", "tcp", "--dport", "80", "-j", "DROP"]],
            Undo = [["iptables", "-D", "DOCKER-USER", "-p", "tcp", "--dport", "80", "-j", "DROP"]],
            Decider = new(Rule, "Drop")
            {
                Hook = "forward", Backend = "IptablesNft", Table = "filter", Chain = "DOCKER-USER", Owner = "DockerUser",
                Rule = "--dport 80 -j DROP",
            },
            Hops = [new(Rule, "Dnat") { Owner = "Docker", Destination = "172.17.0.2:80" }],
        },
        new("isolation", "web", "db", 5432, "Dropped")
        {
            Suites = s_older,
            Decider = new(Rule, "Drop")
            {
                Hook = "forward", Table = "filter", Chain = "DOCKER-ISOLATION-STAGE-2", Owner = "Docker", Rule = "-j DROP",
            },
            Hops = [new("Socket", "Enter") { Place = "web" }, new("Link", "Leave") { Place = "web" }, new("Link", "Enter")],
        },
        new("isolation-raw", "web", "db", 5432, "Dropped")
        {
            Suites = s_newest,
            Decider = new(Rule, "Drop")
            {
                Hook = "prerouting", Table = "raw", Chain = "PREROUTING", Owner = "Docker", Rule = "-j DROP",
            },
            Hops = [new("Socket", "Enter") { Place = "web" }, new("Link", "Leave") { Place = "web" }, new("Link", "Enter")],
        },
        new("policy-drop-iptables", "External", "web", 8080, "Dropped")
        {
            Prepare =
            [
                ["sh", "-c", $"iptables-save >{Rules}"],
                ["iptables", "-P", "FORWARD", "DROP"],
                ["iptables", "-F", "FORWARD"],
            ],
            Undo = [["iptables-restore", Rules]],
            Decider = new(Rule, "Drop") { Hook = "forward", Table = "filter", Chain = "FORWARD", Rule = "policy drop" },
        },
        new("policy-drop-nft", "External", "web", 8080, "Dropped")
        {
            Prepare = Nft("add chain inet lab_trace routed { type filter hook forward priority 10; policy drop; }"),
            Undo = NoNft,
            Decider = new(Rule, "Drop")
            {
                Hook = "forward", Backend = "Nftables", Table = "lab_trace", Chain = "routed", Rule = "policy drop",
            },
        },
        new("nft-drop-forward", "External", "web", 8080, "Dropped")
        {
            Prepare = Nft(
                "add chain inet lab_trace routed { type filter hook forward priority -50; }",
                "add rule inet lab_trace routed tcp dport 80 counter drop comment \"by hand\""),
            Undo = NoNft,
            Decider = new(Rule, "Drop")
            {
                Hook = "forward", Backend = "Nftables", Table = "lab_trace", Chain = "routed", Owner = "Unknown",
                Rule = "tcp dport 80 counter drop",
            },
        },
        new("nft-drop-prerouting", "External", "web", 8080, "Dropped")
        {
            Prepare = Nft(
                "add chain inet lab_trace early { type filter hook prerouting priority -400; }",
                "add rule inet lab_trace early tcp dport 8080 drop"),
            Undo = NoNft,
            Decider = new(Rule, "Drop")
            {
                Hook = "prerouting", Backend = "Nftables", Table = "lab_trace", Chain = "early", Owner = "Unknown",
                Rule = "tcp dport 8080 drop",
            },
        },
        new("legacy-drop", "External", "web", 8080, "Dropped")
        {
            Prepare = [["iptables-legacy", "-A", "FORWARD", "-p", "tcp", "--dport", "80", "-j", "DROP"]],
            Undo = [["iptables-legacy", "-D", "FORWARD", "-p", "tcp", "--dport", "80", "-j", "DROP"]],
            Decider = new(Rule, "Drop")
            {
                Hook = "forward", Backend = "IptablesLegacy", Table = "filter", Chain = "FORWARD", Rule = "--dport 80 -j DROP",
            },
        },
        new("forwarding-off", "External", "web", 8080, "Dropped")
        {
            Prepare = [["sysctl", "-qw", "net.ipv4.ip_forward=0"]],
            Undo = [["sysctl", "-qw", "net.ipv4.ip_forward=1"]],
            Decider = new(Routed, "Drop") { Reason = "ForwardingOff" },
            Hops = [new(Rule, "Dnat") { Owner = "Docker", Destination = "172.17.0.2:80" }],
        },

        // Real packets of the other machine.
        new("forwarding-off-uplink", LabHost.ClientAddress, "web", 8080, "Dropped")
        {
            Client = true,
            Prepare = [["sysctl", "-qw", "net.ipv4.conf.host0.forwarding=0"]],
            Undo = [["sysctl", "-qw", "net.ipv4.conf.host0.forwarding=1"]],
            Decider = new(Routed, "Drop") { Reason = "ForwardingOffOnInterface", Detail = "host0" },
        },
        new("reverse-path-filter", LabHost.OtherClientAddress, "web", 8080, "Dropped")
        {
            Client = true,
            Prepare =
            [
                ["ip", "link", "add", "labback", "type", "bridge"],
                ["ip", "address", "add", "203.0.113.1/24", "dev", "labback"],
                ["ip", "link", "set", "labback", "up"],
                ["sysctl", "-qw", "net.ipv4.conf.host0.rp_filter=1"],
            ],
            Undo = [["sysctl", "-qw", "net.ipv4.conf.host0.rp_filter=0"], ["ip", "link", "delete", "labback"]],
            Decider = new(Routed, "Drop") { Reason = "ReversePathFilter", Detail = "labback" },
        },

        // Nothing is wrong; the addresses change on the way, and back.
        new("published-port", "External", "web", 8080, "Delivered")
        {
            Hops =
            [
                new("Link", "Enter"),
                new(Rule, "Dnat") { Table = "nat", Chain = "DOCKER", Owner = "Docker", Destination = "172.17.0.2:80" },
                new(Routed, "Forward"),
                new("Link", "Leave"),
                new("Link", "Enter") { Place = "web" },
                new("Socket", "Deliver") { Place = "web" },
                new("Socket", "Enter") { Place = "web", Direction = "Reply" },
                new("Link", "Enter") { Direction = "Reply", Source = "172.17.0.2" },
                new("Conntrack", "Translate") { Direction = "Reply", Source = LabHost.Address },
                new("Link", "Leave") { Direction = "Reply" },
            ],
        },
        new("masquerade", "web", LabHost.ClientAddress, 9, "Rejected")
        {
            Decider = new("Link", "Leave") { Reason = "NobodyListens" },
            Hops =
            [
                new("Socket", "Enter") { Place = "web", Source = "172.17.0.2" },
                new(Rule, "Masquerade") { Table = "nat", Chain = "POSTROUTING", Owner = "Docker", Source = LabHost.Address },
                new("Link", "Enter") { Direction = "Reply", Source = LabHost.ClientAddress },
                new("Conntrack", "Translate") { Direction = "Reply", Hook = "prerouting" },
                new("Socket", "Deliver") { Direction = "Reply", Place = "web" },
            ],
        },
        new("docker-proxy", "Loopback", "web", 8080, "Delivered")
        {
            Hops =
            [
                new("Socket", "Enter") { Destination = "127.0.0.1:8080" },
                new("Forwarder", "HandOver") { Detail = "docker-proxy" },
                new("Socket", "Enter") { Destination = "172.17.0.2:80" },
                new("Socket", "Deliver") { Place = "web" },
                new("Socket", "Enter") { Place = "web", Direction = "Reply" },
                new("Socket", "Deliver") { Direction = "Reply", Source = "127.0.0.1" },
            ],
        },
    ];

    /// <summary>Every line on every Debian where it is so.</summary>
    public static TheoryData<Suite, string> Lines
    {
        get
        {
            TheoryData<Suite, string> lines = [];
            foreach (Suite suite in Enum.GetValues<Suite>())
            {
                foreach (TraceCase line in s_cases.Where(line => line.Suites.Contains(suite)))
                {
                    lines.Add(suite, line.Name);
                }
            }

            return lines;
        }
    }

    /// <summary>One line.</summary>
    public static TraceCase Find(string name) => s_cases.Single(line => line.Name == name);

    private static string[][] NoNft => [["nft", "delete", "table", "inet", "lab_trace"]];

    private static string[][] Nft(params string[] commands) =>
        [["nft", string.Join("; ", ["add table inet lab_trace", .. commands])]];
}
