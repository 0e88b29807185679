using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

public sealed class ForwardingOffCheckTests
{
    [Fact, Fault("CN1001")]
    public void ForwardingOff_NamesTheNetworks()
    {
        Finding finding = new HostBuilder().Web().Setting("net.ipv4.ip_forward", "0").First("CN1001");

        Assert.Contains("bridge", finding.Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.True(finding.Repairable);
    }

    [Fact]
    public void ForwardingOffByAFile_NamesFileAndLine()
    {
        const string Line = "/etc/sysctl.d/99-hardening.conf:2=0";
        Finding finding = new HostBuilder().Web().Setting("net.ipv4.ip_forward", "0", Line, Line).First("CN1001");

        Assert.Contains("/etc/sysctl.d/99-hardening.conf:2", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/sysctl.d/99-hardening.conf:2");
    }

    [Fact]
    public void ForwardingOffWithoutRunningContainers_IsAWarning() =>
        Assert.Equal(Severity.Warning, new HostBuilder().Setting("net.ipv4.ip_forward", "0").First("CN1001").Severity);

    [Fact, NearMiss("CN1001")]
    public void ForwardingOn_IsHealthy() => new HostBuilder().Web().IsHealthy();

    [Fact]
    public void ForwardingOffWithInternalNetworksOnly_IsSilent() =>
        new HostBuilder().With(s => s with { Networks = [.. s.Networks.Select(n => n with { Internal = true })] })
            .Setting("net.ipv4.ip_forward", "0").HasNot("CN1001");

    [Fact]
    public void SettingsNotRead_NamesTheSkippedCode()
    {
        Diagnosis diagnosis = new HostBuilder().Web().Setting("net.ipv4.ip_forward", null).Gap(FactKinds.Settings).Diagnose();

        Assert.Contains("CN1001", Assert.Single(diagnosis.Gaps).SkippedCodes);
        Assert.DoesNotContain(diagnosis.Findings, f => f.Code == "CN1001");
    }
}
