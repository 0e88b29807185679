using ContainerNet.Findings;

namespace ContainerNet.Checks.Host;

public sealed class SysctlRulesDisagreeCheckTests
{
    [Fact, Fault("CN1010")]
    public void BootAndSysctlDiffer_NamesBothLines()
    {
        Finding finding = new HostBuilder().Web()
            .Setting("net.ipv4.ip_forward", "1", "/etc/sysctl.d/99-z-docker.conf:1=1", "/etc/sysctl.conf:68=0").First("CN1010");

        Assert.Equal(FindingRole.Latent, finding.Role);
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/sysctl.d/99-z-docker.conf:1");
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/sysctl.conf:68");
    }

    [Fact]
    public void SysctlAloneSetsZero_IsTold() =>
        new HostBuilder().Web().Setting("net.ipv4.ip_forward", "1", null, "/etc/sysctl.conf:1=0").First("CN1010");

    [Fact, NearMiss("CN1010")]
    public void SysctlAloneSetsOne_IsSilent() =>
        new HostBuilder().Web().Setting("net.ipv4.ip_forward", "1", null, "/etc/sysctl.conf:1=1").HasNot("CN1010");

    [Fact]
    public void KeyThatContainersDoNotUse_IsSilent() =>
        new HostBuilder().Web().Setting("kernel.pid_max", "1", "/etc/sysctl.d/a.conf:1=1", "/etc/sysctl.conf:1=2").HasNot("CN1010");
}
