using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Firewalld;

public sealed class FirewalldReaderTests
{
    private const string Call = "busctl --system --json=short --auto-start=no --timeout=5 -- call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1";
    private const string Properties = Call + " org.freedesktop.DBus.Properties GetAll s org.fedoraproject.FirewallD1";
    private const string Configuration = Call + "/config org.freedesktop.DBus.Properties GetAll s org.fedoraproject.FirewallD1.config";
    private const string DirectRules = Call + " org.fedoraproject.FirewallD1.direct getAllRules";
    private const string Absent = "Call failed: The name org.fedoraproject.FirewallD1 was not provided by any .service files\n";

    [Fact]
    public async Task NotInstalled_IsNothingAndNoGap()
    {
        Reading<Model.Firewalld?> reading = await FirewalldReader.ReadAsync(new ScriptedHost(), default);

        Assert.Null(reading.Value);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public async Task InstalledButNotOnTheBus_IsAtRest()
    {
        Reading<Model.Firewalld?> reading = await ReadAsync(Files("forky").Answer(Properties, "", 1, Absent));

        Assert.False(reading.Value!.Running);
        Assert.Empty(reading.Gaps);
        Assert.Null(reading.Value.ZoneOf("eth0")!.Active);
        Assert.Equal(["ssh", "dhcpv6-client"], reading.Value.ZoneOf("eth0")!.Persistent!.Services);
    }

    [Theory]
    [InlineData("bookworm", "1.3.3", true)]
    [InlineData("forky", "2.5.2", false)]
    public async Task PortOpenAtRunTimeOnly_IsADifference(string suite, string version, bool wipes)
    {
        Reading<Model.Firewalld?> reading = await ReadAsync(Running(suite));

        Model.Firewalld firewalld = reading.Value!;
        Assert.Empty(reading.Gaps);
        Assert.Equal((true, version, "nftables", wipes), (firewalld.Running, firewalld.Version, firewalld.Backend, firewalld.WipesIptables!.Value));
        FirewallZone zone = firewalld.ZoneOf("no-such-interface")!;
        Assert.Equal("public", zone.Name);
        Assert.Equal(["port 9000/tcp: active only"], zone.Difference);
        Assert.Equal(["22/tcp"], zone.Active!.ServicePorts);
    }

    [Theory]
    [InlineData("bookworm")]
    [InlineData("forky")]
    public async Task EveryKindOfRichRule_IsTheSameInFileAndForce(string suite)
    {
        FirewallZone zone = (await ReadAsync(Running(suite))).Value!.Zones.Single(one => one.Name == "home");

        Assert.Empty(zone.Difference);
        Assert.True(zone.Active!.RichRules.Count >= 11);
        Assert.Equal(zone.Active.RichRules.Order(StringComparer.Ordinal), zone.Persistent!.RichRules.Order(StringComparer.Ordinal));
        Assert.Equal(["port=80:proto=tcp:toport=8080:toaddr=192.0.2.9", "port=90:proto=udp:toport=91:toaddr="], zone.Active.ForwardPorts);
    }

    [Fact]
    public async Task DirectRules_MakeAReloadWipeIptables()
    {
        ScriptedHost host = Running("forky");
        host.Answer(DirectRules, """{"type":"a(sssias)","data":[[["ipv4","filter","FORWARD",0,["-j","ACCEPT"]]]]}""");
        Assert.True((await ReadAsync(host)).Value!.WipesIptables);

        host = Running("forky").With("/etc/firewalld/direct.xml",
            "<direct><rule ipv=\"ipv4\" table=\"filter\" chain=\"FORWARD\" priority=\"0\">-j ACCEPT</rule></direct>");
        Assert.True((await ReadAsync(host)).Value!.HasDirectRules);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{\"type\":\"a{sv}\",\"data\":[3]}")]
    [InlineData("{\"type\":\"a{sv}\",\"data\":[{\"version\":{\"type\":\"s\",\"data\":\"\\ud800\"}}]}")]
    [InlineData("")]
    public async Task NonsenseOnTheBus_IsAGap(string reply) =>
        Assert.Contains((await ReadAsync(Running("forky").Answer(Properties, reply))).Gaps, gap => !gap.Partial);

    [Fact]
    public async Task NoBus_IsAGapAndTheFilesAreKept()
    {
        Reading<Model.Firewalld?> reading = await ReadAsync(
            Files("forky").Answer(Properties, "", 1, "Failed to connect to bus: No such file or directory\n"));

        Assert.False(reading.Value!.Running);
        Assert.Contains("Failed to connect", Assert.Single(reading.Gaps).Reason, StringComparison.Ordinal);
        Assert.NotEmpty(reading.Value.Zones);
    }

    [Fact]
    public async Task NotRoot_KeepsWhatIsInForce()
    {
        ScriptedHost host = Running("forky")
            .With("/etc/firewalld/firewalld.conf", "", FileStatus.Denied)
            .With("/etc/firewalld/zones/public.xml", "", FileStatus.Denied)
            .Answer(Configuration, "", 1, "Call failed: Not Authorized(polkit): org.fedoraproject.FirewallD1.config\n");

        Reading<Model.Firewalld?> reading = await ReadAsync(host);

        Assert.Equal(("2.5.2", true), (reading.Value!.Version, reading.Value.Running));
        FirewallZone zone = reading.Value.Zones.Single(one => one.Name == "public");
        Assert.Equal(["9000/tcp"], zone.Active!.Ports);
        Assert.Null(zone.Persistent);
        Assert.Empty(zone.Difference);
        Assert.Equal(3, reading.Gaps.Count);
        Assert.All(reading.Gaps, gap => Assert.True(gap.Partial));
    }

    [Theory]
    [InlineData("<zone>")]
    [InlineData("<!DOCTYPE zone [<!ENTITY a \"b\">]><zone><service name=\"&a;\"/></zone>")]
    [InlineData("\0")]
    public async Task DamagedZoneFile_IsAGapAndNoZone(string xml)
    {
        Reading<Model.Firewalld?> reading = await ReadAsync(Running("forky").With("/etc/firewalld/zones/public.xml", xml));

        Assert.Null(reading.Value!.Zones.Single(one => one.Name == "public").Persistent);
        Assert.Contains(reading.Gaps, gap => gap.Source.EndsWith("public.xml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServiceThatIncludesItself_Ends()
    {
        ScriptedHost host = Files("forky")
            .With("/etc/firewalld/zones/public.xml", "<zone><service name=\"a\"/><service name=\"../../x\"/></zone>")
            .With("/etc/firewalld/services/a.xml", "<service><port protocol=\"tcp\" port=\"1\"/><include service=\"b\"/></service>")
            .With("/etc/firewalld/services/b.xml", "<service><port protocol=\"udp\" port=\"2\"/><include service=\"a\"/></service>")
            .Answer(Properties, "", 1, Absent);

        Assert.Equal(["1/tcp", "2/udp"], (await ReadAsync(host)).Value!.Zones.Single(one => one.Name == "public").Persistent!.ServicePorts);
    }

    private static Task<Reading<Model.Firewalld?>> ReadAsync(ScriptedHost host) => FirewalldReader.ReadAsync(host, default);

    private static string Fixture(string suite, string name) => ScriptedHost.Fixture($"firewalld/{suite}/{name}");

    private static ScriptedHost Files(string suite) => new ScriptedHost()
        .With("/usr/lib/firewalld/zones/public.xml", Fixture(suite, "public.xml"))
        .With("/usr/lib/firewalld/services/ssh.xml", Fixture(suite, "ssh.xml"))
        .With("/etc/firewalld/zones/docker.xml", Fixture(suite, "docker.xml"))
        .With("/etc/firewalld/zones/home.xml", Fixture(suite, "home.xml"));

    private static ScriptedHost Running(string suite)
    {
        ScriptedHost host = Files(suite)
            .Answer(Properties, Fixture(suite, "properties.json"))
            .Answer(Configuration, Fixture(suite, "config-properties.json"))
            .Answer(Call + " org.fedoraproject.FirewallD1 getDefaultZone", Fixture(suite, "default-zone.json"))
            .Answer(DirectRules, Fixture(suite, "direct-rules.json"))
            .Answer(Call + " org.fedoraproject.FirewallD1.direct getAllChains", Fixture(suite, "direct-chains.json"))
            .Answer(Call + " org.fedoraproject.FirewallD1.direct getAllPassthroughs", Fixture(suite, "direct-passthroughs.json"))
            .Answer(Call + " org.fedoraproject.FirewallD1.zone getZones", """{"type":"as","data":[["docker","home","public"]]}""");
        foreach (string zone in (string[])["docker", "home", "public"])
        {
            host.Answer($"{Call} org.fedoraproject.FirewallD1.zone getZoneSettings2 s {zone}", Fixture(suite, $"zone-{zone}.json"));
        }

        return host;
    }
}
