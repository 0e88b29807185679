using System.Text.RegularExpressions;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

public sealed class NftJsonParserTests
{
    // What one version of nft writes in other words than the next, or in words that its JSON does not carry.
    private static readonly string[] s_otherWords =
    [
        "tcp flags", "limit rate", "fib saddr", "jump {", "code net-unreachable", "meta time", "@th,16,16",
    ];

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("forky")]
    public void RenderedRule_IsWhatNftPrints(string suite)
    {
        NftRuleset ruleset = Parse(suite + "/expressions.json");
        Dictionary<(string, long), string> printed = Printed(ScriptedHost.Fixture($"netfilter/{suite}/expressions.txt"));

        Assert.Null(ruleset.Damage);
        FirewallRule[] rules = [.. ruleset.Chains.SelectMany(chain => chain.Rules)];
        Assert.True(rules.Length > 90);
        int compared = 0;
        foreach (FirewallRule rule in rules)
        {
            string key = $"{rule.Table.Family} {rule.Table.Name}";
            if (printed.TryGetValue((key, rule.Handle!.Value), out string? text) && text != "}"
                && !s_otherWords.Any(words => text.Contains(words, StringComparison.Ordinal)))
            {
                Assert.Equal(text, rule.Text);
                compared++;
            }
        }

        Assert.True(compared > 80, $"only {compared} compared");
    }

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("forky")]
    public void FirewalldHost_EveryNativeRuleIsReadInOrder(string suite)
    {
        NftRuleset ruleset = Parse(suite + "/nft.json");

        FirewallRule[] rules = [.. ruleset.Chains.Where(chain => chain.Table.Name == "firewalld").SelectMany(chain => chain.Rules)];
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Equal(RuleOwner.Firewalld, rule.Owner));
        Assert.All(rules, rule => Assert.True(rule.Understood, rule.Text));
        Assert.Equal(["missing", "mark"], rules.Select(rule => rule.Match(RuleField.ReversePath)).OfType<RuleMatch>().Single().Values);
        FirewallChain forward = ruleset.Chains.Single(chain => chain.Name == "filter_FORWARD");
        Assert.Equal(("forward", 10, "filter", RuleAction.Accept), (forward.Hook, forward.Priority, forward.Type, forward.Policy));
        Assert.Equal((RuleAction.Reject, "icmpx admin-prohibited"), (forward.Rules[^1].Action, forward.Rules[^1].Target));
        Assert.Equal(["established", "related"], forward.Rules[0].Match(RuleField.ConntrackState)!.Values);
    }

    [Fact]
    public void HeaderField_ImpliesProtocolAndFamily()
    {
        FirewallRule rule = Rule("inet", """
            {"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"daddr"}},"right":"192.0.2.1"}},
            {"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{"set":[80,{"range":[90,99]}]}}},
            {"accept":null}
            """);

        Assert.Equal(["ipv4"], rule.Match(RuleField.Family)!.Values);
        Assert.Equal(["tcp"], rule.Match(RuleField.Protocol)!.Values);
        Assert.Equal(["80", "90-99"], rule.Match(RuleField.DestinationPort)!.Values);
        Assert.True(rule.Understood);
    }

    [Fact]
    public void VerdictMap_GivesItsKeysAsConditionAndItsVerdictsAsTarget()
    {
        FirewallRule rule = Parse("trixie/expressions.json").Chains.Single(chain => chain.Name == "filter-FORWARD").Rules[0];

        Assert.Equal(RuleAction.VerdictMap, rule.Action);
        Assert.Equal(["docker0", "br-dummy"], rule.Match(RuleField.OutputInterface)!.Values);
        Assert.Equal("docker0 : accept, br-dummy : jump filter-forward-in__br-dummy", rule.Target);
        Assert.Equal(RuleOwner.Docker, rule.Owner);
    }

    [Fact]
    public void NamedSet_GivesItsMembersUnlessTheyChange()
    {
        FirewallRule[] rules = [.. Parse("trixie/expressions.json").Chains.SelectMany(chain => chain.Rules)];

        Assert.Equal(["192.0.2.0/24", "198.51.100.1"],
            rules.Single(rule => rule.Text == "ip saddr @blocked drop").Match(RuleField.SourceAddress)!.Values);
        FirewallRule dynamic = Rule("ip", """{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":"@s"}},{"drop":null}""",
            """{"set":{"family":"ip","table":"t","name":"s","flags":["dynamic"],"elem":["192.0.2.1"]}},""");
        Assert.Equal("ip saddr @s", dynamic.Match(RuleField.Set)!.Value);
    }

    [Theory]
    [InlineData("""{"xt":{"type":"match","name":"conntrack"}},{"accept":null}""")]
    [InlineData("""{"xt":null},{"accept":null}""")]
    [InlineData("""{"xt":{"type":"target","name":"DNAT"}}""")]
    [InlineData("""{"match":{"op":"<","left":{"meta":{"key":"mark"}},"right":0}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"ct":{"key":"status"}},"right":"dnat"}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"fib":{"result":"type","flags":["daddr","mark"]}},"right":"local"}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"ct":{"key":"ip daddr","dir":"reply"}},"right":"192.0.2.1"}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"ct":{"key":"state","dir":"original"}},"right":"new"}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"ct":{"key":"state"}},"right":["new","related"]}},{"accept":null}""")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"base":"th","offset":16,"len":16}},"right":3}},{"accept":null}""")]
    [InlineData("""{"mangle":{"key":{"payload":{"protocol":"ip","field":"daddr"}},"value":"192.0.2.9"}},{"accept":null}""")]
    [InlineData("""{"new statement":{"a":1}},{"accept":null}""")]
    [InlineData("\"jump {\\n accept }\"")]
    [InlineData("""{"match":3},{"accept":null}""")]
    [InlineData("""{"jump":null}""")]
    [InlineData("""{},{"accept":null}""")]
    public void WhatIsNotKnown_IsNeverUnderstood(string statements) => Assert.False(Rule("ip", statements).Understood);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"nftables\":{}}")]
    [InlineData("{\"nftables\":[{\"rule\":{\"family\":\"ip\",\"table\":\"t\",\"chain\":\"none\",\"expr\":[]}}]}")]
    [InlineData("{\"nftables\":[{\"chain\":{\"family\":\"ip\"}}]}")]
    [InlineData("{\"nftables\":[{\"chain\":{\"family\":\"ip\",\"table\":\"\\ud800\",\"name\":\"x\"}}]}")]
    public void DamagedJson_IsSaid(string json) => Assert.NotNull(NftJsonParser.Parse(json).Damage);

    [Fact]
    public void AnyValueInAnyPlace_NeverThrows()
    {
        string json = ScriptedHost.Fixture("netfilter/trixie/expressions.json");
        string[] values = ["null", "true", "7", "-1", "\"x\"", "[]", "{}", "[[1,2]]", "{\"set\":3}", "\"@\""];
        MatchCollection places = Regex.Matches(json, "(?<=: )(\"[^\"]*\"|[0-9]+|null|true|false)", RegexOptions.None, TimeSpan.FromSeconds(5));
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            Match place = places[random.Next(places.Count)];
            string damaged = json[..place.Index] + values[random.Next(values.Length)] + json[(place.Index + place.Length)..];
            NftJsonParser.Parse(damaged);
        }
    }

    private static NftRuleset Parse(string fixture) => NftJsonParser.Parse(ScriptedHost.Fixture("netfilter/" + fixture));

    private static FirewallRule Rule(string family, string statements, string objects = "")
    {
        string chain = "{\"chain\":{\"family\":\"" + family + "\",\"table\":\"t\",\"name\":\"c\"}}";
        string rule = "{\"rule\":{\"family\":\"" + family + "\",\"table\":\"t\",\"chain\":\"c\",\"handle\":1,\"expr\":[" + statements + "]}}";
        return NftJsonParser.Parse("{\"nftables\":[" + chain + "," + objects + rule + "]}").Chains.Single().Rules.Single();
    }

    private static Dictionary<(string, long), string> Printed(string text)
    {
        Dictionary<(string, long), string> rules = [];
        string table = "";
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("table ", StringComparison.Ordinal))
            {
                table = string.Join(' ', line.Split(' ')[1..3]);
            }

            int mark = line.LastIndexOf(" # handle ", StringComparison.Ordinal);
            if (line.StartsWith("\t\t", StringComparison.Ordinal) && mark > 0)
            {
                rules[(table, long.Parse(line[(mark + 10)..], null))] = line[2..mark];
            }
        }

        return rules;
    }
}
