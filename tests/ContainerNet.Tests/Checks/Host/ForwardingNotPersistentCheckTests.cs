using ContainerNet.Findings;

namespace ContainerNet.Checks.Host;

public sealed class ForwardingNotPersistentCheckTests
{
    private const string Zero = "/etc/sysctl.d/99-hardening.conf:2=0";

    [Fact, Fault("CN1002")]
    public void FileSetsZero_IsLatent()
    {
        Finding finding = new HostBuilder().Web().Setting("net.ipv4.ip_forward", "1", Zero, Zero).First("CN1002");

        Assert.Equal((Severity.Warning, FindingRole.Latent), (finding.Severity, finding.Role));
        Assert.Contains("99-hardening.conf:2", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileSetsTheOtherNameToZeroLater_IsLatent() => new HostBuilder().Web()
        .Setting("net.ipv4.ip_forward", "1", "/etc/sysctl.d/10-a.conf:1=1", "/etc/sysctl.d/10-a.conf:1=1")
        .Setting("net.ipv4.conf.all.forwarding", "1", Zero, Zero)
        .First("CN1002");

    [Fact]
    public void NoFileNamesIt_IsWorthKnowingOnly() => Assert.Equal(Severity.Info, new HostBuilder().Web().First("CN1002").Severity);

    [Fact]
    public void NoFileAndTheEngineMustNot_IsAWarning() => Assert.Equal(
        Severity.Warning, new HostBuilder().Docker("26.1.5", o => o with { IpForward = false }).Web().First("CN1002").Severity);

    [Fact, NearMiss("CN1002")]
    public void FileSetsOne_IsSilent() => new HostBuilder().Web()
        .Setting("net.ipv4.ip_forward", "1", "/etc/sysctl.conf:1=1", "/etc/sysctl.conf:1=1").HasNot("CN1002");
}
