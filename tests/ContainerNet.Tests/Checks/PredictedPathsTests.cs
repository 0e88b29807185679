using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Checks;

public sealed class PredictedPathsTests
{
    private const string Accept = "-A DOCKER -d fd00:17::2/128 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT";

    private static bool IsIPv6(PathQuestion question) => Questions.IsIPv6(question.Address);

    private static List<Finding> Stopped(Snapshot facts) => [.. Diagnoser.Run(facts).Findings.Where(f => f.Code == "CN3003")];

    [Fact]
    public void ContainerWithIPv6_IsAskedForFromOutsideToo()
    {
        PathQuestion question = Assert.Single(PredictedPaths.Inward(new WalkedHost().WithIPv6().Facts), IsIPv6);

        Assert.Equal(("External", "2001:db8::1"), (question.From, $"{question.Address}"));
    }

    [Fact]
    public void ContainerWithoutIPv6_IsAskedForOverIPv4Alone() => Assert.DoesNotContain(
        PredictedPaths.Inward(new WalkedHost().WithIPv6().Change("web", c => c with
        {
            Endpoints = [c.Endpoints[0] with { IPv6 = null }],
        }).Facts), IsIPv6);

    /// <summary>firewalld rejects it at docker-proxy on every such host, and nobody misses it.</summary>
    [Fact]
    public void EngineThatWritesNoIPv6Rules_IsAskedOverIPv4Alone() => Assert.DoesNotContain(
        PredictedPaths.Inward(new WalkedHost().WithIPv6().With(f => f with
        {
            Engines = [f.Engines[0] with { Version = "20.10.24" }],
        }).Facts), IsIPv6);

    [Fact]
    public void HostWithoutIPv6_IsAskedOverIPv4Alone() => Assert.DoesNotContain(
        PredictedPaths.Inward(new WalkedHost().WithIPv6().With(f => f with
        {
            Addresses = [.. f.Addresses.Where(a => !Questions.IsIPv6(a.Address))],
        }).Facts), IsIPv6);

    [Fact]
    public void BothFamiliesPass_IsSilent()
    {
        Snapshot facts = new WalkedHost().WithIPv6().Facts;

        Assert.All(PredictedPaths.Of(facts).Where(p => p.Port is not null), p => Assert.Equal(PathVerdict.Delivered, p.Verdict));
        Assert.Empty(Stopped(facts));
    }

    [Fact]
    public void OnlyIPv6IsDropped_IsAWarning()
    {
        Finding finding = Assert.Single(Stopped(new WalkedHost().WithIPv6(
            WalkedHost.Rules6.Replace(Accept, "-A DOCKER -j DROP", StringComparison.Ordinal)).Facts));

        Assert.Equal((Severity.Warning, "web", 8080), (finding.Severity, finding.Container, finding.Port));
        Assert.Contains("port 8080/tcp of web over IPv6", finding.Message, StringComparison.Ordinal);
        Assert.Contains("ip6 filter", finding.Evidence[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void BothFamiliesFail_IsSaidOnce()
    {
        string drop = WalkedHost.Before("-A DOCKER-USER -j RETURN", "-A DOCKER-USER -i eth0 -j DROP");
        Diagnosis diagnosis = Diagnoser.Run(new WalkedHost(drop).WithIPv6(
            WalkedHost.Rules6.Replace(Accept, "-A DOCKER -j DROP", StringComparison.Ordinal)).Facts);

        Assert.Contains(diagnosis.Findings, f => f.Code == "CN3010");
        Assert.DoesNotContain(diagnosis.Findings, f => f.Message.Contains("over IPv6", StringComparison.Ordinal));
    }
}
