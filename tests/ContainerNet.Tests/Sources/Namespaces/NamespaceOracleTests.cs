using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Namespaces;

/// <summary>A visit beside what is read inside, and beside nft(8) and iptables(8), in a namespace of the test's own.</summary>
public sealed class NamespaceOracleTests : IDisposable
{
    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _namespace?.Dispose();

    [RootFact("ip", "sysctl")]
    public void Visit_SaysWhatAReadingInsideSays()
    {
        TestNamespace ns = Prepare();
        LinkFacts inside = ns.Run(() => LinkReader.Read(new RootedHost())).Value;
        NetworkNamespace network = Visit(ns);
        Assert.Equal(Texts(inside.Addresses), Texts(network.Addresses));
        Assert.Equal(Texts(inside.Routes), Texts(network.Routes));
        Assert.Equal(Texts(inside.RoutingRules!), Texts(network.RoutingRules));
        Assert.Equal(
            Texts(inside.Links.Select(l => l with { ForwardingIPv6 = null, ReversePathFilter = l.Name == "vb" ? 2 : 1 })),
            Texts(network.Links.OrderBy(l => l.Index)));
    }

    [RootFact("nft")]
    public async Task Chains_AreThoseOfNftAndTheirRulesAreReadOnRequest()
    {
        TestNamespace ns = Prepare();
        Assert.Empty(Visit(ns).Chains!);
        Nft(ns, "add table inet own; add chain inet own in { type filter hook input priority -5; policy drop; };"
            + "add rule inet own in tcp dport 80 accept; add chain inet own f { type filter hook forward priority 0; };"
            + "add table ip nat; add chain ip nat OUTPUT { type nat hook output priority -100; };"
            + "add rule ip nat OUTPUT ip daddr 127.0.0.11 counter");
        NetworkNamespace network = Visit(ns);
        (_, string output, _) = ns.Execute("nft", "-j", "list", "chains");
        Assert.Equal(
            JsonDocument.Parse(output).RootElement.GetProperty("nftables").EnumerateArray()
                .Where(e => e.TryGetProperty("chain", out JsonElement chain) && chain.TryGetProperty("hook", out _))
                .Select(e => e.GetProperty("chain"))
                .Select(c => $"{c.GetProperty("family")} {c.GetProperty("table")} {c.GetProperty("name")} {c.GetProperty("handle")} {c.GetProperty("type")} {c.GetProperty("hook")} {c.GetProperty("prio")} {c.GetProperty("policy")}")
                .Order(StringComparer.Ordinal),
            network.Chains!.Select(c => $"{c.Table.Family} {c.Table.Name} {c.Name} {c.Handle} {c.Type} {c.Hook} {c.Priority} {c.Policy.ToString()!.ToLowerInvariant()}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(["OUTPUT", "in"], network.Chains!.Where(c => c.RulesUnread == true).Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.True(NamespaceRules.AreWanted(network));

        using LinuxHost live = new();
        Reading<NetworkNamespace> whole = await NamespaceRules.ReadAsync(
            live, ns.ProcessId, network, CancellationToken.None);
        Assert.DoesNotContain(whole.Value.Chains!, c => c.RulesUnread == true);
        Assert.Contains(whole.Value.Chains!.Single(c => c.Name == "in").Rules, r => r.Action == RuleAction.Accept);
        Assert.Single(whole.Value.Chains!.Single(c => c.Name == "OUTPUT").Rules);
        Assert.DoesNotContain(whole.Value.Chains!, c => c.Table.Name == "filter");
    }

    [RootFact("iptables-legacy", "iptables-legacy-save")]
    public async Task LegacyTablesOfTheNamespace_AreSeenAndNotThoseOfTheHost()
    {
        TestNamespace ns = Prepare();
        Assert.Equal(0, ns.Execute("iptables-legacy", "-A", "INPUT", "-p", "tcp", "--dport", "81", "-j", "DROP").ExitCode);
        NetworkNamespace network = Visit(ns);
        Assert.Equal(["INPUT", "FORWARD", "OUTPUT"], network.Chains!.Select(c => c.Name));
        Assert.All(network.Chains!, c => Assert.True(c.RulesUnread));
        using LinuxHost live = new();
        Reading<NetworkNamespace> whole = await NamespaceRules.ReadAsync(
            live, ns.ProcessId, network, CancellationToken.None);
        Assert.DoesNotContain(whole.Value.Chains!, c => c.RulesUnread == true);
        FirewallChain input = whole.Value.Chains!.Single(c => c is { Name: "INPUT", Table.Backend: FirewallBackend.IptablesLegacy });
        Assert.Equal(RuleAction.Drop, Assert.Single(input.Rules).Action);
    }

    private static NetworkNamespace Visit(TestNamespace ns)
    {
        Container container = new() { Engine = "docker", Id = "1", Name = "c", ProcessId = ns.ProcessId };
        const NamespaceParts All = NamespaceParts.Listeners | NamespaceParts.Network | NamespaceParts.Chains;
        RootedHost host = new();
        NamespaceAnswers answers = host.AskNamespaces([NamespaceReader.Questions(ns.ProcessId, All)])![0];
        NamespaceReading reading = NamespaceReader.Read(host, "net:[1]", [container], All, answers);
        Assert.Null(reading.Failure);
        Assert.NotNull(reading.Listeners);
        return reading.Namespace!;
    }

    private static string[] Texts<T>(IEnumerable<T> facts) => [.. facts.Select(f => $"{f}")];

    private static void Nft(TestNamespace ns, string commands)
    {
        (int exitCode, _, string error) = ns.Execute("nft", commands);
        Assert.True(exitCode == 0, error);
    }

    private TestNamespace Prepare()
    {
        TestNamespace ns = _namespace!;
        foreach (string command in new[]
        {
            "link set lo up", "link add va type veth peer name vb", "link set va up", "link set vb up", "addr add 10.1.0.1/16 dev va",
            "-6 addr add 2001:db8:1::1/64 dev va nodad", "route add 10.5.0.0/16 nexthop via 10.1.0.2 nexthop via 10.1.0.3",
            "rule add prio 7 fwmark 1 lookup 7", "route add default via 10.1.0.9 table 7",
        })
        {
            (int exitCode, _, string error) = ns.Execute(["ip", .. command.Split(' ')]);
            Assert.True(exitCode == 0, $"ip {command}: {error}");
        }

        Assert.Equal(0, ns.Execute("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1", "net.ipv4.conf.va.rp_filter=0",
            "net.ipv4.conf.lo.rp_filter=0", "net.ipv4.conf.vb.rp_filter=2").ExitCode);
        SpinWait.SpinUntil(() => !ns.Execute("ip", "-6", "addr", "show", "tentative").Output.Contains("inet6", StringComparison.Ordinal), 4000);
        return ns;
    }
}
