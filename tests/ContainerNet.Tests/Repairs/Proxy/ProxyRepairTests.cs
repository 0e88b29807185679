using ContainerNet.Checks;
using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.Proxy;

public sealed class ProxyRepairTests
{
    private const string File = "/etc/nginx/nginx.conf";
    private static readonly System.Net.IPAddress s_mapped = System.Net.IPAddress.Parse("169.254.1.2");

    private const string Both = "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection upgrade;\n";

    /// <summary>Port 8080 of the one container answers; what the repair of the first finding makes of the file.</summary>
    private static string? Mended(string code, string http, params string[] log)
    {
        Snapshot facts = Host(http, log).Build();
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == code);
        RepairPlan? plan = new ProxyRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable);
        FileStep? step = plan?.Steps.OfType<FileStep>().Single();
        Assert.True(step is null or { Path: "/srv/real.conf", Mode: FileStep.AsItIs });
        return step?.Content;
    }

    private static HostBuilder Host(string http, params string[] log) => new HostBuilder().Web().Nginx(http, p => p.Logs(log) with
    {
        Texts = new Dictionary<string, ConfigurationText> { [File] = new("/srv/real.conf", $"events {{}}\nhttp {{\n{http}\n}}\n") },
    });

    [Fact]
    public void LostUpgrade_IsPutIntoTheLocationWithTheHeadersOfTheServer()
    {
        string text = Mended(
            "CN6003", ProxyOf.Server("location /ws {\nproxy_pass http://127.0.0.1:8080;\nproxy_set_header X-A b;\n}", $"proxy_http_version 1.1;\nproxy_set_header Host \"a b\";\n{Both}"))!;
        Assert.Contains(
            "location /ws {\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection \"upgrade\";\n    proxy_set_header Host \"a b\";\nproxy_pass",
            text, StringComparison.Ordinal);
        new HostBuilder().Web().Nginx(text[text.IndexOf("server", StringComparison.Ordinal)..text.LastIndexOf('}')]).IsHealthy();
    }

    [Fact]
    public void HeaderWithAPassword_IsWrittenAsItIsAndShownHidden()
    {
        string http = ProxyOf.Server("location /ws {\nproxy_pass http://127.0.0.1:8080;\n}", "proxy_http_version 1.1;\nproxy_set_header Authorization \"Basic c2VjcmV0\";");
        Assert.Contains("location /ws {\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection \"upgrade\";\n"
            + "    proxy_set_header Authorization \"Basic c2VjcmV0\";", Mended("CN6003", http), StringComparison.Ordinal);
        Snapshot facts = Host(http).Build();
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == "CN6003");
        Assert.DoesNotContain("c2VjcmV0", $"{finding.Remedy}{string.Concat(finding.Evidence)}", StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", System.Text.Encoding.UTF8.GetString(Collection.SnapshotJson.Write(facts)), StringComparison.Ordinal);
    }

    [Fact]
    public void HalfAnUpgradeOfTheServer_IsSaidWholeInTheLocation() => Assert.Contains(
        "location /ws {\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection \"upgrade\";\n    proxy_set_header X-A b;",
        Mended("CN6003", ProxyOf.Server(
            "location /ws {\nproxy_pass http://127.0.0.1:8080;\n}", "proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header X-A b;")),
        StringComparison.Ordinal);

    [Fact]
    public void WrongHeader_IsReplacedAndNotDoubled()
    {
        string? text = Mended("CN6003", ProxyOf.Server(
            "location /api {\nproxy_pass http://127.0.0.1:8080;\nproxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"\";\n}"));
        Assert.Contains("proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";\n}", text, StringComparison.Ordinal);
        Assert.Single(text!.Split('\n'), l => l.Contains("Connection", StringComparison.Ordinal));
    }

    [Fact]
    public void Timeout_OfTheServer_IsSetInTheLocation() => Assert.Contains(
        "location /ws {\n    proxy_read_timeout 1h;",
        Mended("CN6007", ProxyOf.Server($"location /ws {{\nproxy_pass http://127.0.0.1:8080;\nproxy_http_version 1.1;\n{Both}}}", "proxy_read_timeout 5s;")),
        StringComparison.Ordinal);

    [Fact]
    public void LostHost_IsPutIntoTheLocation() => Assert.Contains(
        "location /ws {\n    proxy_set_header Host $http_host;\nproxy_pass",
        Mended("CN6007", ProxyOf.Server("location /ws {\nproxy_pass http://127.0.0.1:8080;\nproxy_set_header X-A b;\n}", "proxy_set_header Host $http_host;"), s_closed),
        StringComparison.Ordinal);

    [Fact]
    public void ApplicationThatClosesWhateverIsAsked_IsLeftAlone() =>
        Assert.Null(Mended("CN6007", ProxyOf.Server("location /ws {\nproxy_pass http://127.0.0.1:8080;\n}", "proxy_set_header Host $host;"), s_closed));

    /// <summary>As Test-ProxyRoute saw it.</summary>
    [Theory]
    [InlineData("proxy_set_header Host shop;", "", "location / {\nproxy_pass http://127.0.0.1:8080;\nproxy_set_header Host $host;\n}")]
    [InlineData("", "proxy_set_header X-A \"b c\";", "location / {\n    proxy_set_header Host $host;\n    proxy_set_header X-A \"b c\";\nproxy_pass")]
    [InlineData("", "", "location / {\n    proxy_set_header Host $host;\nproxy_pass")]
    public void HostThatTheApplicationHangsUpOn_IsTheClients(string inLocation, string inServer, string expected)
    {
        Snapshot facts = Host(ProxyOf.Server($"location / {{\nproxy_pass http://127.0.0.1:8080;\n{inLocation}\n}}".Replace("\n\n", "\n", StringComparison.Ordinal), inServer)).Build();
        (RunningProxy proxy, ProxyRoute route) = facts.ProxyRoutes().Single();
        Finding finding = UpstreamClosesCheck.OnHost(facts, proxy, route, "127.0.0.1:8080", "shop.example");

        Assert.True(finding.Repairable);
        Assert.Contains("closes the connection when it is asked for 127.0.0.1:8080, as the proxy does", finding.Message, StringComparison.Ordinal);
        Assert.Contains(expected, new ProxyRepair().Plan(finding, facts)!.Steps.OfType<FileStep>().Single().Content, StringComparison.Ordinal);
    }

    private static readonly string s_closed = ProxyOf.Line("upstream prematurely closed connection while reading response header from upstream", "http://127.0.0.1:8080/");

    [Fact]
    public void OnlyPortThatCanBeMeant_IsWritten() => Assert.Contains(
        "proxy_pass http://127.0.0.1:8080/a;", Mended("CN6001", ProxyOf.Server("location /a { proxy_pass http://127.0.0.1:80/a; }")), StringComparison.Ordinal);

    [Fact]
    public void PortThatAnotherRouteUses_IsNotGuessed() => Assert.Null(Mended("CN6001", ProxyOf.Server(
        "location /a { proxy_pass http://127.0.0.1:80/a; }\nlocation /b { proxy_pass http://127.0.0.1:8080; }")));

    [Fact]
    public void ApplicationThatCloses_IsNotMendedByATimeout() => Assert.Null(Mended(
        "CN6007", ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8080; }"),
        ProxyOf.Line("upstream prematurely closed connection while reading response header from upstream", "http://127.0.0.1:8080/")));

    [Fact]
    public void FileOfAnImage_IsLeftAlone() => Assert.Null(PlanInside("CN6003", "location /ws { proxy_pass http://172.17.0.2:80; }", []));

    [Fact]
    public void FolderOfTheHostInAContainer_IsEditedThere_AndTestedThroughTheEngine()
    {
        RepairPlan plan = PlanInside("CN6002", "location / { proxy_pass http://127.0.0.1:8080/a; }", [File])!;
        Assert.Contains("proxy_pass http://172.17.0.1:8080/a;", plan.Steps.OfType<FileStep>().Single().Content, StringComparison.Ordinal);
        Assert.Equal(
            "docker --host unix:///run/docker.sock exec gate nginx -c /etc/nginx/nginx.conf -s reload", ((CommandStep)plan.Steps[^1]).Command.ToString());
    }

    [Fact]
    public void PortThatNobodyPublishes_IsNotGuessed() =>
        Assert.Null(PlanInside("CN6002", "location / { proxy_pass http://127.0.0.1:8081; }", [File]));

    [Fact]
    public void PublishedOnTheLoopback_IsNotReachedFromAContainer() => Assert.Null(PlanInside(
        "CN6002", "location / { proxy_pass http://127.0.0.1:8070; }", [File],
        h => h.Container("shop", "172.17.0.5", ["127.0.0.1:8070:80"], ["80"])));

    [Fact]
    public void OnANetworkOfBoth_TheNameIsTheAddress()
    {
        RepairPlan plan = PlanInside(
            "CN6002", "location / { proxy_pass http://127.0.0.1:8070; }", [File],
            h => h.Network("front", "br-1", "172.18.0.0/16").Container("shop", "172.18.0.5", ["8070:8000"], ["8000"], edit: c => OnFront(c, "172.18.0.5")),
            c => OnFront(c, "172.18.0.4"))!;
        Assert.Contains("proxy_pass http://shop:8000;", plan.Steps.OfType<FileStep>().Single().Content, StringComparison.Ordinal);
    }

    [Fact]
    public void BehindPasta_TheHostHasANameOfPodman()
    {
        RepairPlan plan = PlanInside(
            "CN6002", "location / { proxy_pass http://127.0.0.1:8080; }", [File], h => h.HostListener(8080, "pasta", 900), c => c with
            {
                NetworkMode = "pasta",
                Endpoints = [],
                ActivePorts = [],
                Hosts = [new HostsEntry("host.docker.internal", s_mapped), new HostsEntry("host.containers.internal", s_mapped)],
            },
            engine: EngineKind.Podman)!;
        Assert.Contains("proxy_pass http://host.containers.internal:8080;", plan.Steps.OfType<FileStep>().Single().Content, StringComparison.Ordinal);
        Assert.StartsWith("podman --url unix:///run/docker.sock exec gate nginx", ((CommandStep)plan.Steps[0]).Command.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NameLikeAnOption_IsNotPassedOn() => Assert.Null(PlanInside(
        "CN6002", "location / { proxy_pass http://127.0.0.1:8080; }", [File], name: "--privileged"));

    private static RepairPlan? PlanInside(
        string code, string location, string[] texts, Func<HostBuilder, HostBuilder>? more = null, Func<Container, Container>? edit = null, string name = "gate",
        EngineKind engine = EngineKind.Docker)
    {
        string http = ProxyOf.Server(location);
        HostBuilder host = new HostBuilder().Web();
        Snapshot facts = (more?.Invoke(host) ?? host)
            .Container(name, "172.17.0.4", ["8088:80"], ["80"], edit: c => (edit?.Invoke(c) ?? c) with
            {
                Mounts = texts.Length == 0 ? [] : [new ContainerMount { Source = "/srv/gate", Destination = "/etc/nginx" }],
            })
            .NginxIn(name, http)
            .With(f => f with
            {
                Engines = [.. f.Engines.Select(e => e with { Kind = engine, Rootless = engine == EngineKind.Podman })],
                Proxies = [.. f.Proxies!.Select(p => p with
                {
                    Texts = texts.ToDictionary(t => t, t => new ConfigurationText("/srv/gate/nginx.conf", $"events {{}}\nhttp {{\n{http}\n}}\n")),
                })],
            }).Build();
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == code);
        RepairPlan? plan = new ProxyRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable && char.IsLetter(name[0]));
        return plan;
    }

    private static Container OnFront(Container container, string address) => container with
    {
        NetworkMode = "front",
        Endpoints = [new ContainerEndpoint { Network = "front", IPv4 = System.Net.IPAddress.Parse(address), Gateway = System.Net.IPAddress.Parse("172.18.0.1"), Aliases = [] }],
        Hosts = [],
    };

    [Fact]
    public void FilesThatNginxWouldRefuse_AreNotTaken()
    {
        Snapshot facts = Host(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8080; } }")).Build();
        Assert.Null(new ProxyRepair().Plan(CheckRunner.Run(facts).Findings.First(f => f.Code == "CN6009"), facts));
    }

    [Fact]
    public void Undo_LetsNginxTakeTheFileLast()
    {
        Snapshot facts = Host(ProxyOf.Server("location /shelf { proxy_pass http://127.0.0.1:8080/; }")).Build();
        RepairPlan plan = new ProxyRepair().Plan(CheckRunner.Run(facts).Findings.First(f => f.Code == "CN6008"), facts)!;
        Assert.Equal(["-t -q", "", "-t -q", "-s reload"], plan.Steps.Select(s => s is CommandStep c ? string.Join(' ', c.Command.Arguments.Skip(3)) : ""));
        Assert.Equal(
            ["-t -q", "-t -q", "", "-s reload"],
            plan.Steps.Reverse().Select(s => s is CommandStep c ? string.Join(' ', c.Inverse!.Arguments.Skip(3)) : ""));
    }
}
