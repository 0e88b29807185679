using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

public sealed class CheckRunnerTests
{
    private static HostBuilder Broken() => new HostBuilder().Network("app", "br-app", "172.19.0.0/16")
        .Container("web", "172.17.0.2", ["8080:80"], ["127.0.0.1:80"])
        .Container("api", "172.19.0.2", ["3000:3000"], ["4000"], network: "app");

    [Fact]
    public void SeveralFindings_AreInOrder()
    {
        IReadOnlyList<Finding> findings = Broken().NoChains().Diagnose().Findings;

        Assert.Equal("CN3001", findings[0].Code);
        Assert.Equal(findings.OrderBy(f => f.Role == FindingRole.RootCause ? 0 : f.Role == FindingRole.Latent ? 1 : 2)
            .ThenByDescending(f => f.Severity).ThenBy(f => f.Code, StringComparer.Ordinal).Select(f => f.Code), findings.Select(f => f.Code));
        Assert.All(findings, f => Assert.Equal("test", f.HostName));
    }

    [Fact]
    public void Filter_ByContainer_KeepsItsOwnAndTheHosts()
    {
        Diagnosis diagnosis = CheckRunner.Run(
            Broken().Setting("net.ipv4.ip_forward", "0").Build(), new CheckFilter { Containers = ["we*"] });

        Assert.Contains(diagnosis.Findings, f => f.Code == "CN1001");
        Assert.Contains(diagnosis.Findings, f => f.Container == "web");
        Assert.DoesNotContain(diagnosis.Findings, f => f.Container == "api");
    }

    [Fact]
    public void Filter_ByPort_KeepsThatPort()
    {
        Diagnosis diagnosis = CheckRunner.Run(Broken().Build(), new CheckFilter { Ports = [3000] });

        Assert.Contains(diagnosis.Findings, f => f.Code == "CN5002");
        Assert.DoesNotContain(diagnosis.Findings, f => f.Code == "CN5001");
    }

    [Fact]
    public void Filter_ByNetwork_KeepsItsContainers()
    {
        Diagnosis diagnosis = CheckRunner.Run(Broken().Build(), new CheckFilter { Networks = ["app"] });

        Assert.Contains(diagnosis.Findings, f => f.Container == "api");
        Assert.DoesNotContain(diagnosis.Findings, f => f.Container == "web");
    }

    [Fact]
    public void Filter_ByCodeAndSeverity_KeepsWhatWasAskedFor()
    {
        Snapshot facts = Broken().Build();

        Assert.All(CheckRunner.Run(facts, new CheckFilter { IncludeCodes = ["CN5*"] }).Findings, f => Assert.StartsWith("CN5", f.Code, StringComparison.Ordinal));
        Assert.DoesNotContain(CheckRunner.Run(facts, new CheckFilter { ExcludeCodes = ["CN5001"] }).Findings, f => f.Code == "CN5001");
        Assert.All(CheckRunner.Run(facts, new CheckFilter { Severities = [Severity.Error] }).Findings, f => Assert.Equal(Severity.Error, f.Severity));
    }

    [Fact]
    public void FactsMissing_AreNamedInTheGapThatIsToBlame()
    {
        Diagnosis diagnosis = Broken().NoChains().Gap(FactKinds.Firewall).Diagnose();

        Gap gap = Assert.Single(diagnosis.Gaps);
        Assert.Contains("CN3001", gap.SkippedCodes);
        Assert.DoesNotContain("CN5001", gap.SkippedCodes);
        Assert.DoesNotContain(diagnosis.Findings, f => f.Code.StartsWith("CN30", StringComparison.Ordinal));
    }

    [Fact]
    public void FactsNotAskedFor_AreNamedToo()
    {
        Diagnosis diagnosis = Broken().With(s => s with { Collected = FactKinds.Engines | FactKinds.Listeners }).Diagnose();

        Assert.Contains("CN1001", Assert.Single(diagnosis.Gaps).SkippedCodes);
        Assert.Contains(diagnosis.Findings, f => f.Code == "CN5001");
    }

    [Fact]
    public void EmptyHost_IsSilent() => Assert.Empty(CheckRunner.Run(new Snapshot
    {
        Host = new HostInfo { Name = "empty" },
        CollectedAt = HostBuilder.Boot,
    }).Findings);

    [Fact]
    public void EveryFact_Hostile_NeverThrows()
    {
        string[] strange = ["", "{0}", "a\0b", "../../x", new('x', 5000), "::", "1.2.3.4/99", "-1", "\u202e"];
        foreach (string text in strange)
        {
            Snapshot facts = Broken().Docker(text).With(s => s with
            {
                Engines = [.. s.Engines.Select(e => e with { Name = text, FirewallBackend = text })],
                Networks = [.. s.Networks.Select(n => n with { Engine = text, Name = text, Bridge = text })],
                Containers = [.. s.Containers.Select(c => c with { Engine = text, Name = text, Error = text, NetworkMode = text })],
                Chains = [.. s.Chains.Select(c => c with { Rules = [.. c.Rules.Select(r => r with
                {
                    Target = text,
                    Matches = [.. r.Matches.Select(m => m with { Values = [text] }), new RuleMatch { Field = RuleField.SourceAddress, Values = [] }],
                })] })],
                Forwarders = [.. s.Forwarders.Select(f => f with { ForwardsFrom = text, ForwardsTo = text })],
                Firewalld = new Firewalld { Running = true, Version = text, DefaultZone = text },
            }).Build();

            Assert.NotNull(CheckRunner.Run(facts));
        }
    }

    [Fact]
    public void ChainsThatJumpInCircles_EndAsUnknown()
    {
        HostBuilder host = new HostBuilder().Web().Rules(t => t.Filter() + t.Isolation() + t.Nat()
            + "filter -A LOOP -j LOOP").Insert("filter -A DOCKER-USER -j LOOP");

        host.HasNot("CN3010");
    }
}
