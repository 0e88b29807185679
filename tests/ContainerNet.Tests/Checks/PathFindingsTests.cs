using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

public sealed class PathFindingsTests
{
    private static Diagnosis Merge(Snapshot facts, params PacketPath[] paths) =>
        PathFindings.Merge(CheckRunner.Run(facts), facts, paths);

    private static Finding Proven(Diagnosis merged, string code)
    {
        Finding finding = Assert.Single(merged.Findings, f => f.Code == code);
        Assert.Contains(finding.Evidence, e => e.Source.StartsWith("trace from External to 192.0.2.1:8080", StringComparison.Ordinal));
        return finding;
    }

    private static void AddsNothing(Snapshot facts, params PacketPath[] paths)
    {
        Diagnosis before = CheckRunner.Run(facts);
        Assert.Equal(before.Findings.Select(Expectation), PathFindings.Merge(before, facts, paths).Findings.Select(Expectation));

        static string Expectation(Finding f) => $"{f.Code} {f.Subject} {f.Role} {f.Severity} {f.Evidence.Count}";
    }

    [Theory]
    [InlineData("bookworm")]
    [InlineData("forky")]
    public void DropInDockerUser_ConfirmsCN3010(string suite)
    {
        Snapshot facts = PathBuilder.Host($"{suite}/docker-user-drop");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Rule("forward", "filter", "FORWARD", "DOCKER-USER", HopAction.Jump)
            .Rule("forward", "filter", "DOCKER-USER", "--dport 80", HopAction.Drop).Stopped());

        Finding finding = Proven(merged, "CN3010");
        Assert.Equal("CN3010", merged.Findings[0].Code);
        Assert.Contains("--dport 80 -j DROP", finding.Evidence[^1].Value, StringComparison.Ordinal);
        Assert.Contains("chain DOCKER-USER", finding.Evidence[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(merged.Findings, f => f.Code is "CN3003" or "CN3012");
    }

    [Fact]
    public void PolicyDropOfForward_ConfirmsCN3004()
    {
        Snapshot facts = PathBuilder.Host("bookworm/forward-drop");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80").Policy("forward", "filter", "FORWARD", HopAction.Drop).Stopped());

        Assert.Contains(merged.Findings, f => f.Code == "CN3004" && f.Network == "bridge"
            && f.Evidence.Any(e => e.Value.Contains("policy drop", StringComparison.Ordinal)));
        Assert.DoesNotContain(merged.Findings, f => f.Code == "CN3004" && f.Network != "bridge" && f.Evidence.Any(IsTrace));
        Assert.DoesNotContain(merged.Findings, f => f.Code is "CN3003" or "CN3012");
    }

    [Fact]
    public void PolicyDropAfterAFlush_ProvesTheRootCauseToo()
    {
        Snapshot facts = PathBuilder.Host("bookworm/iptables-flush");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80").Policy("forward", "filter", "FORWARD", HopAction.Drop).Stopped());

        Assert.Equal("CN3001", merged.Findings[0].Code);
        Assert.Contains(merged.Findings[0].Evidence, IsTrace);
        Assert.Contains(merged.Findings, f => f.Code == "CN3004" && f.Role == FindingRole.Consequence && f.Evidence.Any(IsTrace));
    }

    [Fact]
    public void FirewalldRejectsInForward_ConfirmsCN3005()
    {
        Snapshot facts = PathBuilder.Host("trixie/firewalld-no-zone+firewalld");
        Finding before = Assert.Single(CheckRunner.Run(facts).Findings, f => f.Code == "CN3005" && f.Network == "bridge");
        Diagnosis merged = Merge(facts, new PathBuilder(facts)
            .Between("web", "192.0.2.9:80", "172.17.0.2:40000", "192.0.2.9:80", "web").Devices("docker0", "host0")
            .Rule("forward", "firewalld", "filter_FORWARD", "reject", HopAction.Reject, "inet").Stopped(PathVerdict.Rejected));

        Finding finding = Assert.Single(merged.Findings, f => f.Code == "CN3005" && f.Network == "bridge");
        Assert.Equal(before.Evidence.Count + 1, finding.Evidence.Count);
        Assert.Contains("written by firewalld", finding.Evidence[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(merged.Findings, f => f.Code is "CN3003" or "CN3012");
    }

    [Fact]
    public void FirewalldRejectsInInput_ConfirmsCN3006()
    {
        Snapshot facts = PathBuilder.Host("bookworm/host-network-closed+firewalld");
        Finding closed = Assert.Single(CheckRunner.Run(facts).Findings, f => f.Code == "CN3006");
        Diagnosis merged = Merge(facts, new PathBuilder(facts)
            .Between("External", $"{closed.Container}:9000", "192.0.2.2:40000", "192.0.2.1:9000", closed.Container, 9000)
            .Foreign("input", "inet firewalld", "filter_INPUT", "reject with icmpx admin-prohibited", HopAction.Reject, 30, RuleOwner.Firewalld, zone: "public")
            .Stopped(PathVerdict.Rejected));

        Finding finding = Assert.Single(merged.Findings, f => f.Code == "CN3006");
        Assert.Contains("firewalld, zone public", finding.Evidence[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(merged.Findings, f => f.Code == "CN3003");
    }

    [Theory]
    [InlineData("bookworm/forwarding-off", "CN1001", HopReason.ForwardingOff)]
    [InlineData("forky/forwarding-off", "CN1001", HopReason.ForwardingOff)]
    [InlineData("bookworm/forwarding-off-uplink", "CN1004", HopReason.ForwardingOffOnInterface)]
    [InlineData("bookworm/rp-filter", "CN1005", HopReason.ReversePathFilter)]
    [InlineData("forky/rp-filter", "CN1005", HopReason.ReversePathFilter)]
    public void RoutingThatDrops_ConfirmsWhatTheSettingsSay(string scenario, string code, HopReason reason)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80").Ends(HopLayer.Routing, reason).Stopped());

        Proven(merged, code);
        Assert.Equal(code, merged.Findings[0].Code);
        Assert.Equal(CheckRunner.Run(facts).Findings.Count, merged.Findings.Count);
    }

    [Theory]
    [InlineData("bookworm/split-brain-legacy")]
    [InlineData("bookworm/legacy-drop")]
    public void LegacyDrop_ConfirmsCN3008(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80").Foreign(
            "forward", "ip filter", "FORWARD", "-A FORWARD -j DROP", HopAction.Drop, handle: null, backend: FirewallBackend.IptablesLegacy).Stopped());

        Assert.Contains("(legacy)", Proven(merged, "CN3008").Evidence[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(merged.Findings, f => f.Code is "CN3003" or "CN3012");
    }

    [Fact]
    public void UntranslatedPacketThatEndsInInput_ProvesThatTheChainsAreGone()
    {
        Snapshot facts = PathBuilder.Host("bookworm/nft-flush+firewalld");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Foreign(
            "input", "inet firewalld", "filter_INPUT", "reject with icmpx admin-prohibited", HopAction.Reject, 30, RuleOwner.Firewalld)
            .Stopped(PathVerdict.Rejected));

        Proven(merged, "CN3001");
        Assert.DoesNotContain(merged.Findings, f => f.Code == "CN3003");
    }

    [Fact]
    public void DropThatNoFindingIsAbout_IsNewBesideThem()
    {
        // Another container's fault, and a hand-written table: two root causes.
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        Diagnosis merged = Merge(facts, new PathBuilder(facts)
            .Between("External", "db:5432", "192.0.2.2:40000", "192.0.2.1:5432", "db", 5432)
            .Foreign("forward", "inet site", "forward", "tcp dport 5432 drop", HopAction.Drop).Stopped());

        Finding added = Assert.Single(merged.Findings, f => f.Code is "CN3003" or "CN3012");
        Assert.Equal(FindingRole.RootCause, added.Role);
        Assert.Equal(facts.Host.Name, added.HostName);
        Assert.DoesNotContain(merged.Findings, f => f.Code == "CN3010" && f.Evidence.Any(IsTrace));
    }

    [Fact]
    public void OneRuleThatStopsSeveralPorts_IsOneFinding()
    {
        Snapshot facts = PathBuilder.Host("forky/healthy");
        Diagnosis merged = Merge(
            facts,
            new PathBuilder(facts).Foreign("input", "inet site", "input", "drop", HopAction.Drop).Stopped(),
            new PathBuilder(facts).Between("External", "db:5432", "192.0.2.2:40000", "192.0.2.1:5432", "db", 5432)
                .Foreign("input", "inet site", "input", "drop", HopAction.Drop).Stopped());

        Finding finding = Assert.Single(merged.Findings, f => f.Code == "CN3003");
        Assert.Equal("port 8080/tcp of web, port 5432/tcp of db", finding.Subject);
        Assert.Equal(((string?)null, (int?)null), (finding.Container, finding.Port));
        Assert.Equal(2, finding.Evidence.Count);
    }

    [Fact]
    public void GuessThatATraceConfirms_BecomesAnError()
    {
        Snapshot facts = PathBuilder.Host("trixie/firewalld-no-zone+firewalld");
        Diagnosis found = CheckRunner.Run(facts);
        Diagnosis guess = found with { Findings = [.. found.Findings.Select(f => f.Code == "CN3005" ? f with { Severity = Severity.Info } : f)] };
        Diagnosis merged = PathFindings.Merge(guess, facts, [new PathBuilder(facts)
            .Between("web", "192.0.2.9:80", "172.17.0.2:40000", "192.0.2.9:80", "web").Devices("docker0", "host0")
            .Foreign("forward", "inet firewalld", "filter_FORWARD", "reject", HopAction.Reject, 9, RuleOwner.Firewalld).Stopped(PathVerdict.Rejected)]);

        Assert.Equal(Severity.Error, Assert.Single(merged.Findings, f => f.Code == "CN3005" && f.Network == "bridge").Severity);
    }

    [Fact]
    public void ExcludedCode_StillExplainsADrop()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        CheckFilter filter = new() { ExcludeCodes = ["CN3010"] };
        Diagnosis merged = PathFindings.Merge(CheckRunner.Run(facts, filter), facts, [new PathBuilder(facts)
            .Rule("forward", "filter", "DOCKER-USER", "--dport 80", HopAction.Drop).Stopped()], filter);

        Assert.DoesNotContain(merged.Findings, f => f.Code.StartsWith("CN30", StringComparison.Ordinal));
    }

    [Fact]
    public void NewFinding_PassesTheFilter()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        PacketPath path = new PathBuilder(facts).Foreign("input", "inet site", "input", "drop", HopAction.Drop).Stopped();
        CheckFilter others = new() { Containers = ["db"] };
        CheckFilter own = new() { Containers = ["web"] };

        Assert.DoesNotContain(PathFindings.Merge(CheckRunner.Run(facts, others), facts, [path], others).Findings, f => f.Code == "CN3003");
        Assert.Contains(PathFindings.Merge(CheckRunner.Run(facts, own), facts, [path], own).Findings, f => f.Code == "CN3003");
    }

    [Theory]
    [InlineData("bookworm/healthy")]
    [InlineData("bookworm/docker-user-drop")]
    [InlineData("forky/forward-drop")]
    public void DeliveredPath_AddsNothing(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        AddsNothing(facts, new PathBuilder(facts).Foreign("forward", "inet site", "forward", "accept", HopAction.Accept).Delivered());
    }

    [Fact]
    public void PathWhoseEndWasNotSeen_AddsNothing()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        PathBuilder path = new PathBuilder(facts).Foreign("forward", "inet site", "forward", "accept", HopAction.Accept);

        AddsNothing(
            facts,
            path.Incomplete().Build(PathVerdict.Unknown, null),
            path.Build(PathVerdict.Dropped, null),
            path.Build(PathVerdict.Unanswered, null),
            path.Ends(HopLayer.Link, null, HopAction.Vanish).Build(PathVerdict.Unanswered, null));
    }

    [Fact]
    public void PacketThatTheDefaultRouteTook_IsTheBridgesFault()
    {
        // As seen on the lab's hosts: translated, sent back towards host0, and dropped by the policy of FORWARD.
        Snapshot facts = PathBuilder.Host("bookworm/bridge-down");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80").Devices("host0", "host0")
            .Policy("forward", "filter", "FORWARD", HopAction.Drop).Stopped());

        Proven(merged, "CN2001");
        Assert.DoesNotContain(merged.Findings, f => f.Code is "CN1008" or "CN3003");
    }

    [Fact]
    public void PacketThatTheDefaultRouteTookForNoKnownReason_IsNotBlamedOnTheRule()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        Finding finding = Assert.Single(PathFindings.Explain(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Devices("host0", "host0").Policy("forward", "filter", "FORWARD", HopAction.Drop).Stopped()));

        Assert.Contains("ip route get 172.17.0.2", finding.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("iptables", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void EndAtRoutingForAReasonNotKnown_IsWhatTheSettingsSay()
    {
        Snapshot facts = PathBuilder.Host("bookworm/forwarding-off");
        Proven(Merge(facts, new PathBuilder(facts).Ends(HopLayer.Routing, null, HopAction.Vanish).Stopped()), "CN1001");
    }

    [Fact]
    public void NobodyListens_IsTheApplicationsFinding()
    {
        Snapshot facts = PathBuilder.Host("bookworm/wrong-port");
        Diagnosis merged = Merge(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Ends(HopLayer.Socket, HopReason.NobodyListens, HopAction.Reject, "web").Stopped(PathVerdict.Rejected));

        Proven(merged, "CN5002");
        Assert.DoesNotContain(merged.Findings, f => f.Code == "CN3003");
    }

    [Fact]
    public void PacketBetweenNetworks_ProvesThatIsolationIsMissing()
    {
        Snapshot facts = PathBuilder.Host("bookworm/firewalld-reload+firewalld");
        string app = facts.Networks.Single(n => n.Name == "app").Bridge!;
        PacketPath through = new PathBuilder(facts).Between("web", "db:5432", "172.17.0.2:40000", "172.19.0.3:5432", "db")
            .Devices("docker0", app).Foreign("forward", "ip filter", "FORWARD", "accept", HopAction.Accept).Delivered();
        Finding finding = Assert.Single(Merge(facts, through).Findings, f => f.Code == "CN3016");

        Assert.Contains("trace from web to 172.19.0.3:5432: delivered", $"{finding.Evidence[^1]}", StringComparison.Ordinal);
    }

    [Fact]
    public void PacketFromOutside_ProvesNothingOfIsolation()
    {
        Snapshot facts = PathBuilder.Host("bookworm/firewalld-reload+firewalld");
        AddsNothing(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Foreign("forward", "ip filter", "FORWARD", "accept", HopAction.Accept).Delivered());
    }

    [Fact]
    public void PortThatAnswersAgainstAFinding_IsSaid()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        string said = Assert.Single(PathFindings.Differences(CheckRunner.Run(facts), facts, [new PathBuilder(facts).Delivered()]));

        Assert.StartsWith("Port 8080/tcp of web was reached from External and answered, although CN3010 says: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public void PortThatAnswersTheHostOnly_RefutesNothing()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        PathBuilder path = new PathBuilder(facts).Between("Loopback", "web:80", "127.0.0.1:40000", "127.0.0.1:8080", "web", 8080);

        Assert.Empty(PathFindings.Differences(CheckRunner.Run(facts), facts, [path.Delivered()]));
    }

    [Fact]
    public void DropWithoutAnyExplanation_IsSaid()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        PacketPath path = new PathBuilder(facts).Ends(HopLayer.Routing, HopReason.ForwardingOff).Stopped();
        Diagnosis merged = Merge(facts, path);

        string said = Assert.Single(PathFindings.Differences(merged, facts, [path]));
        Assert.Contains("no finding explains what was seen: Routing: forwarding is off", said, StringComparison.Ordinal);
        Assert.Empty(PathFindings.Differences(merged, facts, [path with { Observed = false }]));
    }

    [Fact]
    public void PathThatIsNotThePredictedOne_IsSaid()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        PacketPath seen = new PathBuilder(facts).Rule("forward", "filter", "DOCKER-USER", "-j DROP", HopAction.Drop).Stopped();
        Diagnosis merged = Merge(facts, seen);
        PathComparison right = PathComparison.Of(seen with { Observed = false }, seen);
        PathComparison wrong = PathComparison.Of(new PathBuilder(facts).Delivered() with { Observed = false }, seen);
        PathComparison unknown = PathComparison.Of(seen with { Observed = false, Verdict = PathVerdict.Unknown }, seen);

        Assert.Empty(PathFindings.Differences(merged, facts, [seen], [right, unknown]));
        string said = Assert.Single(PathFindings.Differences(merged, facts, [seen], [right, wrong]));
        Assert.StartsWith(
            "Port 8080/tcp of web is not as predicted (from External): Verdict: expected Delivered, found Dropped at forward by filter DOCKER-USER 1",
            said,
            StringComparison.Ordinal);
    }

    [Fact]
    public void EveryText_Hostile_NeverThrows()
    {
        foreach (string text in new[] { "", "{0}", "a\0b", "; rm -rf /", new('x', 5000), "\u202e" })
        {
            Snapshot facts = PathBuilder.Host("forky/healthy");
            PacketPath path = new PathBuilder(facts).Devices(text, text)
                .Foreign("forward", "inet x", text, text, HopAction.Drop, zone: text).Stopped() with
            { From = text, To = text, Container = text, Message = text };
            Finding finding = Assert.Single(Merge(facts, path).Findings, f => f.Code == "CN3003");

            Assert.DoesNotContain("nft delete", finding.Remedy, StringComparison.Ordinal);
            Assert.NotNull(Merge(facts, path with { Hops = [] }));
        }
    }

    private static bool IsTrace(Evidence evidence) => evidence.Source.StartsWith("trace from ", StringComparison.Ordinal);
}
