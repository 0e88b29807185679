using ContainerNet.Findings;

namespace ContainerNet.Checks.Firewall;

public sealed class FirewalldWipesRulesCheckTests
{
    private static HostBuilder Version(string? version, bool direct = false) => Zones.Host("docker0", bound: true).With(s => s with
    {
        Firewalld = s.Firewalld! with { Version = version, HasDirectRules = direct },
    });

    [Fact, Fault("CN3015")]
    public void FirewalldBefore2_IsLatent()
    {
        Finding finding = Version("1.3.3").First("CN3015");

        Assert.Equal((Severity.Warning, FindingRole.Latent), (finding.Severity, finding.Role));
        Assert.Contains("CVE-2025-54410", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Firewalld2WithDirectRules_IsLatent() => Version("2.3.0", direct: true).First("CN3015");

    [Fact]
    public void FirewalldOfUnknownVersion_IsWorthKnowingOnly() => Assert.Equal(Severity.Info, Version(null).Has("CN3015").Severity);

    [Fact, NearMiss("CN3015")]
    public void Firewalld2WithoutDirectRules_IsSilent() => Version("2.3.0").HasNot("CN3015");
}
