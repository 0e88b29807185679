using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

public sealed class DirectAccessCheckTests
{
    private static readonly Snapshot s_facts = PathBuilder.Host("forky/healthy");

    private static PathBuilder Direct(string destination, string from = "External", string source = "192.0.2.2") =>
        new PathBuilder(s_facts).Between(from, destination, $"{source}:40000", destination);

    [Fact, Fault("CN3014")]
    public void ClientAtTheContainersAddress_IsSentToThePublishedPort()
    {
        string web = Address("web");
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, Direct($"{web}:80")
            .Rule("prerouting", "raw", "PREROUTING", web, HopAction.Drop).Stopped()));

        Assert.Equal(("CN3014", "web", 8080, Severity.Warning), (finding.Code, finding.Container, finding.Port, finding.Severity));
        Assert.Contains("use the published port, 192.0.2.1:8080", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Use 192.0.2.1:8080.", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void PortThatIsNotPublished_IsToBePublished()
    {
        string web = Address("web");
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, Direct($"{web}:81")
            .Rule("prerouting", "raw", "PREROUTING", web, HopAction.Drop).Stopped()));

        Assert.Contains("and the port is not published", finding.Message, StringComparison.Ordinal);
        Assert.Contains("docker run --publish HOSTPORT:81/tcp", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void ContainerOfAnotherNetwork_IsToldHowToMeet()
    {
        string db = Address("db");
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, Direct($"{db}:5432", "web", Address("web")).Devices("docker0", null)
            .Rule("prerouting", "raw", "PREROUTING", db, HopAction.Drop).Stopped()));

        Assert.Equal("CN3014", finding.Code);
        Assert.Contains("docker network connect bridge db", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN3014")]
    public void DropOfAnotherRuleOrToAnotherAddress_IsNotDirectAccess()
    {
        string web = Address("web");
        Assert.Equal("CN3003", Assert.Single(PathFindings.Explain(s_facts, Direct($"{web}:80")
            .Foreign("prerouting", "inet site", "pre", "drop", HopAction.Drop).Stopped())).Code);
        Assert.Equal("CN3003", Assert.Single(PathFindings.Explain(s_facts, Direct("172.17.0.99:80")
            .Rule("prerouting", "raw", "PREROUTING", web, HopAction.Drop).Stopped())).Code);
    }

    private static string Address(string container) =>
        s_facts.Containers.Single(c => c.Name == container).Endpoints[0].IPv4!.ToString();
}
