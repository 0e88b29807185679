namespace ContainerNet.Checks.Firewall;

public sealed class FirewallNotManagedCheckTests
{
    private static HostBuilder Off() =>
        new HostBuilder().Docker("20.10.24", o => o with { Iptables = false }).Rules(_ => "filter FORWARD", "ACCEPT");

    [Fact, Fault("CN3011")]
    public void IptablesFalseWithPorts_NamesTheFile() => Assert.Contains(
        Off().Web().First("CN3011").Evidence, e => e.Source == "/etc/docker/daemon.json");

    [Fact]
    public void IptablesFalseUnderPolicyDrop_ExplainsTheDrop()
    {
        HostBuilder host = Off().Web().Rules(_ => "filter FORWARD");

        host.First("CN3011");
        Assert.Equal("CN3011", host.Has("CN3004").CausedBy);
    }

    [Fact, NearMiss("CN3011")]
    public void IptablesFalseWithoutPorts_IsSilent() => Off().Container("db", "172.17.0.3", []).HasNot("CN3011");
}
