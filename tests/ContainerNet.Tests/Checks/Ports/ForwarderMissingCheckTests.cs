namespace ContainerNet.Checks.Ports;

public sealed class ForwarderMissingCheckTests
{
    [Fact, Fault("CN5006")]
    public void ForwarderKilled_NamesThePort() => Assert.Equal(
        8080, new HostBuilder().Web().With(s => s with
        {
            Forwarders = [.. s.Forwarders.Where(f => f.ForwardsFrom != "0.0.0.0:8080")],
        }).First("CN5006").Port);

    [Fact]
    public void ForwarderToAnotherAddress_IsTold() => Assert.Contains(
        "172.17.0.9:80",
        new HostBuilder().Web().With(s => s with
        {
            Forwarders = [.. s.Forwarders.Select(f => f.ForwardsFrom == "0.0.0.0:8080" ? f with { ForwardsTo = "172.17.0.9:80" } : f)],
        }).First("CN5006").Message,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN5006")]
    public void UserlandProxyOff_NeedsNone() => new HostBuilder().Docker("20.10.24", o => o with { UserlandProxy = false }).Web()
        .With(s => s with { Forwarders = [] }).HasNot("CN5006");

    [Fact]
    public void ForwarderWhoseCommandLineIsHidden_ClaimsNothing() => new HostBuilder().Web().With(s => s with
    {
        Forwarders = [.. s.Forwarders.Select(f => f with { ForwardsFrom = null, ForwardsTo = null })],
    }).HasNot("CN5006");
}
