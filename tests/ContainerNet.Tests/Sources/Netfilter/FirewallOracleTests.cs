using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using RootFactAttribute = ContainerNet.Probes.RootFactAttribute;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The reader against the tools of this machine, in a network namespace of its own.</summary>
public sealed class FirewallOracleTests
{
    private const string Rules = """
        *filter
        :FORWARD DROP [0:0]
        :DOCKER-USER - [0:0]
        -A FORWARD -j DOCKER-USER
        -A FORWARD -i eth+ ! -o br0 -p tcp -m multiport --dports 80,443 -m comment --comment "two words" -j REJECT --reject-with tcp-reset
        -A FORWARD -s 10.0.0.1/255.0.0.255 -p udp -m udp --sport 53 --dport 1000:2000 -j ACCEPT
        -A FORWARD -p tcp -m tcp --tcp-flags SYN,ACK SYN -m limit --limit 5/min -j LOG --log-prefix "a b: "
        -A FORWARD -m mark --mark 0x1/0xff -m conntrack --ctstate NEW -m addrtype --dst-type LOCAL -j RETURN
        -A DOCKER-USER -d 192.0.2.1/32 -p icmp -m icmp --icmp-type 8 -j DROP
        COMMIT
        """;

    [RootFact("iptables-nft-restore", "iptables-save", "nft", "nsenter", "unshare")]
    public async Task OwnRules_AreWhatTheToolsPrint()
    {
        using NamespaceHost tools = new();
        CommandResult loaded = await tools.RunAsync(CommandLine.Of("iptables-nft-restore") with { Input = Rules + "\n" }, default);
        Assert.True(loaded.Succeeded, loaded.Error);
        CommandResult native = await tools.RunAsync(
            CommandLine.Of("nft", "-f", "-") with { Input = "table inet t { chain c { type filter hook input priority 7; policy drop; ip saddr 192.0.2.1 tcp dport { 1, 3-5 } counter accept; }; }\n" }, default);
        Assert.True(native.Succeeded, native.Error);

        IReadOnlyList<FirewallChain> chains = await ReadAsync(tools);

        string printed = (await tools.RunAsync(CommandLine.Of("iptables-nft-save"), default)).Output;
        Assert.Equal(
            printed.Split('\n').Where(line => line.StartsWith("-A ", StringComparison.Ordinal)),
            chains.Where(chain => chain.Table.Backend == FirewallBackend.IptablesNft).SelectMany(chain => chain.Rules).Select(rule => $"-A {rule.Chain} {rule.Text}"));
        Assert.All(chains.SelectMany(chain => chain.Rules), rule => Assert.True(rule.Understood && rule.Handle > 0, rule.Text));
        FirewallChain own = chains.Single(chain => chain.Table.Name == "t");
        Assert.Equal(("input", 7, RuleAction.Drop, "ip saddr 192.0.2.1 tcp dport { 1, 3-5 } counter accept"),
            (own.Hook, own.Priority, own.Policy, own.Rules[0].Text));
    }

    [RootFact("iptables-nft-restore", "iptables-save", "nft", "nsenter", "unshare")]
    public async Task RuleOfNftInATableOfIptables_KeepsItsConditions()
    {
        using NamespaceHost tools = new();
        await tools.RunAsync(CommandLine.Of("iptables-nft", "-A", "FORWARD", "-s", "192.0.2.1", "-j", "ACCEPT"), default);
        CommandResult added = await tools.RunAsync(CommandLine.Of("nft", "add rule ip filter FORWARD tcp dport { 80, 443 } drop"), default);
        Assert.True(added.Succeeded, added.Error);

        FirewallRule rule = (await ReadAsync(tools)).Single(chain => chain.Name == "FORWARD").Rules[1];

        Assert.Equal(["80", "443"], rule.Match(RuleField.DestinationPort)!.Values);
    }

    private static async Task<IReadOnlyList<FirewallChain>> ReadAsync(NamespaceHost tools)
    {
        ScriptedHost host = new();
        foreach (string command in (string[])["iptables-nft-save -c", "nft -j -a list ruleset"])
        {
            CommandResult result = await tools.RunAsync(CommandLine.Of(command.Split(' ')), default);
            host.Answer(command.Replace("-nft-", "-", StringComparison.Ordinal), result.Output, result.ExitCode, result.Error);
        }

        Reading<IReadOnlyList<FirewallChain>> reading = await FirewallReader.ReadChainsAsync(host, FactKinds.Firewall, default);
        Assert.Empty(reading.Gaps);
        return reading.Value;
    }
}
