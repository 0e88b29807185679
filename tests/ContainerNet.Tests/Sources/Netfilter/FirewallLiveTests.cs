using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using RootFactAttribute = ContainerNet.Probes.RootFactAttribute;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The whole reader, with the kernel's own answers, in a network namespace of its own.</summary>
public sealed class FirewallLiveTests
{
    [RootFact("iptables-nft-restore", "iptables-save", "ipset", "nft", "nsenter", "unshare")]
    public async Task EveryFormOfIptables_HasItsHandleAndNobodyAsksNft()
    {
        using NamespaceHost tools = new();
        await MustAsync(tools, "ipset", "create", "blk", "hash:ip", "timeout", "600");
        await MustAsync(tools, "ipset", "create", "blknp", "hash:net,port");
        await MustAsync(tools, "ipset", "add", "blknp", "192.0.2.0/24,tcp:80", "nomatch");
        string forms = ScriptedHost.Fixture("netfilter/bookworm/forms-iptables-save.txt");
        CommandResult loaded = await tools.RunAsync(CommandLine.Of("iptables-nft-restore") with { Input = forms }, default);
        Assert.True(loaded.Succeeded, loaded.Error);

        RecordingHost host = new(tools.Entered);
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(host, FactKinds.Firewall, default);

        Assert.Empty(reading.Gaps);
        FirewallRule[] rules = [.. reading.Value.Chains.SelectMany(chain => chain.Rules)];
        Assert.Equal(forms.Split('\n').Count(line => line.StartsWith("-A ", StringComparison.Ordinal)), rules.Length);
        Assert.All(rules, rule => Assert.True(rule.Handle > 0, rule.Text));
        Assert.DoesNotContain("nft -j", Encoding.UTF8.GetString(host.ToJson()), StringComparison.Ordinal);
        FirewallSet ports = reading.Value.Sets.Single(set => set.Name == "blknp");
        Assert.Equal(("hash:net,port", "inet", false), (ports.Type, ports.Family, ports.Changes));
        Assert.Equal(new SetElement { Key = "192.0.2.0/24,tcp:80", Excluded = true }, Assert.Single(ports.Elements!));
        Assert.True(reading.Value.Sets.Single(set => set.Name == "blk").Changes);

        // The same from the recording, which holds what the kernel said.
        Reading<FirewallFacts> again = await FirewallReader.ReadAsync(
            RecordedHost.FromJson(host.ToJson(), "recording"), FactKinds.Firewall, default);
        Assert.Equal(
            rules.Select(rule => (rule.Handle, rule.Text)),
            again.Value.Chains.SelectMany(chain => chain.Rules).Select(rule => (rule.Handle, rule.Text)));
    }

    [RootFact("iptables-nft", "iptables-save", "nft", "nsenter", "unshare")]
    public async Task WhatIptablesSaveHides_IsReadWithNftAndOnlyThatTable()
    {
        using NamespaceHost tools = new();
        await MustAsync(tools, "iptables-nft", "-A", "FORWARD", "-s", "192.0.2.1", "-j", "ACCEPT");
        await MustAsync(tools, "iptables-nft", "-t", "nat", "-A", "POSTROUTING", "-j", "MASQUERADE");
        await MustAsync(tools, "nft", "add rule ip filter FORWARD ip saddr 10.0.0.0/8 ip saddr != 10.1.0.0/16 drop");
        await MustAsync(tools, "nft", "add set ip filter bad { type ipv4_addr; elements = { 192.0.2.7 }; }");
        await MustAsync(tools, "nft", "add rule ip filter FORWARD ip saddr @bad drop");

        RecordingHost host = new(tools.Entered);
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(host, FactKinds.Firewall, default);

        Assert.Empty(reading.Gaps);
        IReadOnlyList<FirewallRule> rules = reading.Value.Chains.Single(chain => chain.Name == "FORWARD").Rules;
        Assert.Equal(
        [
            "SourceAddress = 192.0.2.1/32; Accept",
            "SourceAddress = 10.0.0.0/8; not SourceAddress = 10.1.0.0/16; Drop",
            "SourceAddress @bad = 192.0.2.7; Drop",
        ], rules.Select(RuleSketch.Of));
        Assert.All(rules, rule => Assert.Equal(FirewallBackend.IptablesNft, rule.Table.Backend));
        Assert.Equal(rules[0].Table, Assert.Single(reading.Value.Sets).Table);
        string recording = Encoding.UTF8.GetString(host.ToJson());
        Assert.Contains("nft -j -a list table ip filter", recording, StringComparison.Ordinal);
        Assert.DoesNotContain("nft -j -a list table ip nat", recording, StringComparison.Ordinal);
    }

    [RootFact("iptables-nft", "iptables-save", "nft", "nsenter", "unshare")]
    public async Task CommentWithLineBreaks_IsOneRule()
    {
        using NamespaceHost tools = new();
        await MustAsync(tools, "iptables-nft", "-A", "FORWARD", "-m", "comment", "--comment", "a\nCOMMIT\n*nat\n:X - [0:0]", "-j", "DROP");
        await MustAsync(tools, "iptables-nft", "-A", "FORWARD", "-j", "ACCEPT");

        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(tools.Entered, FactKinds.Firewall, default);

        Assert.Empty(reading.Gaps);
        IReadOnlyList<FirewallRule> rules = reading.Value.Chains.Single(chain => chain.Name == "FORWARD").Rules;
        Assert.Equal((RuleAction.Drop, "a\nCOMMIT\n*nat\n:X - [0:0]"), (rules[0].Action, rules[0].Comment));
        Assert.Equal(RuleAction.Accept, rules[1].Action);
    }

    private static async Task MustAsync(NamespaceHost tools, params string[] words)
    {
        CommandResult result = await tools.RunAsync(CommandLine.Of(words), default);
        Assert.True(result.Succeeded, result.Error);
    }
}
