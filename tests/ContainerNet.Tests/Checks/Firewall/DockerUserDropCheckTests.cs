using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class DockerUserDropCheckTests
{
    private static HostBuilder User(params string[] rules) => rules.Aggregate(
        new HostBuilder().Web(), (host, rule) => host.Insert($"filter -A DOCKER-USER {rule}"));

    [Fact, Fault("CN3010")]
    public void DropOfTheContainerPort_NamesTheRule()
    {
        Finding finding = User("-i host0 -p tcp --dport 80 -j DROP").First("CN3010");

        Assert.Equal(("web", 8080, Severity.Error), (finding.Container, finding.Port, finding.Severity));
        Assert.Contains("-i host0 -p tcp --dport 80 -j DROP", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-D DOCKER-USER 1", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowList_DropsSomeClients()
    {
        Finding finding = User("-i host0 ! -s 198.51.100.0/24 -j DROP").First("CN3010");

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("outside 198.51.100.0/24", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowListOfTwoRules_DropsSomeClients() => Assert.Contains(
        "outside 198.51.100.0/24",
        User("-s 198.51.100.0/24 -j RETURN", "-i host0 -j DROP").First("CN3010").Message,
        StringComparison.Ordinal);

    [Fact]
    public void DropOfTheHostPort_IsAskedOfTheConnection()
    {
        User("-m conntrack --ctorigdstport 8080 -j DROP").First("CN3010");
        User("-m conntrack --ctorigdstport 80 -j DROP").HasNot("CN3010");
    }

    [Fact]
    public void BannedClients_AreNamed()
    {
        Finding finding = User("-s 198.51.100.7/32 -j DROP").First("CN3010");

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("those in 198.51.100.7/32", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "those outside the set known")]
    [InlineData(false, "those in the set known")]
    public void SetOfClients_IsNamed(bool allows, string clients)
    {
        RuleMatch match = new() { Field = RuleField.Set, Values = ["known src"], SetName = "known", Negated = allows };
        Finding finding = User("-j DROP").With(s => s with
        {
            Sets = [new FirewallSet { Name = "known", Type = "hash:ip", Family = "inet", Elements = [new SetElement { Key = "198.51.100.7" }] }],
            Chains = [.. s.Chains.Select(c => c.Name == "DOCKER-USER" ? c with { Rules = [c.Rules[0] with { Matches = [match] }] } : c)],
        }).First("CN3010");

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains(clients, finding.Message, StringComparison.Ordinal);
    }

    [Theory, NearMiss("CN3010")]
    [InlineData("-i host0 -p tcp --dport 8080 -j DROP")]
    [InlineData("-i wg0 -j DROP")]
    [InlineData("-i docker0 -d 10.0.0.0/8 -j DROP")]
    [InlineData("-p udp -j DROP")]
    [InlineData("-m conntrack --ctstate INVALID -j DROP")]
    [InlineData("-m set --match-set banned -j DROP")]
    public void DropOfSomethingElse_IsSilent(string rule) => User(rule).HasNot("CN3010");

    [Fact]
    public void DropInAChainThatIsNotCalled_IsSilent() => new HostBuilder().Web()
        .Rules(t => t.All().Replace("filter -A FORWARD -j DOCKER-USER", "", StringComparison.Ordinal))
        .Insert("filter -A DOCKER-USER -j DROP").HasNot("CN3010");
}
