using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Checks.Ingresses;

public sealed class IngressCheckTests
{
    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { ports: [{ name: http, port: 80, targetPort: 8080 }] }
        """;

    [Fact]
    [Fault("CN7006")]
    public void NoReadyEndpoint_IsFound_OnceForItsService()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/other"), Service, Slice("ready: false")));

        Assert.Equal(("CN7006", Severity.Error, "service default/web"), (finding.Code, finding.Severity, finding.Subject));
        Assert.Equal("service default/web has 1 endpoint, none of which is ready, so that shop.test/other answers 503.", finding.Message);
        Assert.Equal(3, finding.Evidence.Count);
        Assert.Equal("app2.yaml:13:15", finding.Evidence[1].Source);
        Assert.Contains("describe endpointslice", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [NearMiss("CN7006")]
    public void EndpointsThatAreReady_OrNotRead_AreNoFault()
    {
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Service, Slice("ready: true")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Service, Slice("")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Service));
    }

    [Fact]
    public void NoReadyEndpoint_WithADefaultBackend_IsAWarning()
    {
        Finding finding = Assert.Single(Find(
            Manifests.Ingress("a", "/app", annotations: "default-backend: sorry"), Service, Slice("ready: false"),
            Service.Replace("web", "sorry", StringComparison.Ordinal), Slice("ready: true").Replace("web", "sorry", StringComparison.Ordinal)));

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.EndsWith("answers from the default backend sorry.", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Fault("CN7007")]
    [InlineData("/app", "rewrite-target: /", "rewrite-target / takes nothing of the path over, so that every path below it comes to the application as /.", "/app(/|$)(.*)")]
    [InlineData("/app/", "rewrite-target: /x/", "rewrite-target /x/ takes nothing of the path over, so that every path below it comes to the application as /x/.", "/x/$2")]
    [InlineData("/app(/.*)?", "rewrite-target: /x$2", "rewrite-target /x$2 names group 2, and the path has only 1, so that every path below it comes to the application as /x.", "group")]
    [InlineData("/app", "rewrite-target: /$1", "rewrite-target /$1 names group 1, and the path has none, so that every path below it comes to the application as /.", "/app(/|$)(.*)")]
    public void RewriteWithoutItsCapture_IsFound(string path, string annotation, string message, string remedy)
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", path, "ImplementationSpecific", annotations: annotation)));

        Assert.Equal(("CN7007", Severity.Warning, $"shop.test{path} of default/a: {message}"), (finding.Code, finding.Severity, finding.Message));
        Assert.Equal("app1.yaml:8:5", finding.Evidence[0].Source);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [NearMiss("CN7007")]
    [InlineData("/app(/|$)(.*)", "rewrite-target: /$2")]
    [InlineData("/app/(.*)", "rewrite-target: /$1")]
    [InlineData("/health$", "rewrite-target: /status")]
    [InlineData("/", "rewrite-target: /")]
    [InlineData("/app\\K(.*)", "rewrite-target: /$1")]
    public void RewriteThatTakesThePathOver_IsNoFault(string path, string annotation) =>
        Assert.Empty(Find(Manifests.Ingress("a", path, "ImplementationSpecific", annotations: annotation)));

    [Fact]
    [Fault("CN7008")]
    public void PatternThatIsTakenWordByWord_IsFound()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific")));

        Assert.Equal(("CN7008", Severity.Error), (finding.Code, finding.Severity));
        Assert.Contains("taken word by word", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault("CN7008")]
    public void RewriteOfOneTeam_ChangesThePathsOfAnother()
    {
        Finding finding = Assert.Single(Find(
            Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"), Manifests.Ingress("b", "/shop", space: "other")));

        Assert.Equal(("CN7008", Severity.Warning, "host shop.test"), (finding.Code, finding.Severity, finding.Subject));
        Assert.StartsWith("host shop.test: default/a has a rewrite or use-regex, so that 1 path of 1 other ingress in 1 namespace are patterns too", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["app1.yaml:8:5", "app2.yaml:13:15"], finding.Evidence.Select(e => e.Source));
    }

    [Fact]
    [Fault("CN7008")]
    public void PatternThatTakesThePathOfAnother_IsAnError()
    {
        Finding finding = Assert.Single(Find(
            Manifests.Ingress("a", "/a.*(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"), Manifests.Ingress("b", "/api", space: "other")));

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.EndsWith("; shop.test/api comes to /a.*(/|$)(.*) of default/a.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Fault("CN7008")]
    public void PatternInAPrefix_IsRefused()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app(/|$)(.*)", annotations: "rewrite-target: /$2")));

        Assert.Equal("ingress default/a: the webhook refuses it, because its path /app(/|$)(.*) cannot be used with pathType Prefix.", finding.Message);
    }

    [Fact]
    [Fault("CN7008")]
    public void PathThatIsNoPattern_BreaksEverything_WhereItIsTakenForOne()
    {
        Finding finding = Find(
            Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"), Manifests.Ingress("b", "/shop(", "ImplementationSpecific", space: "other"))[0];

        Assert.Equal((Severity.Error, "ingress other/b"), (finding.Severity, finding.Subject));
        Assert.Contains("a group in it is not closed", finding.Message, StringComparison.Ordinal);
        Assert.Contains("no change of any Ingress takes effect", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    [NearMiss("CN7008")]
    public void PlainPaths_AndPatternsAmongThemselves_AreNoFault()
    {
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/file.js", "Exact")));
        Assert.Empty(Find(
            Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"), Manifests.Ingress("b", "/", space: "other"),
            Manifests.Ingress("c", "/api/v[0-9]+", "ImplementationSpecific", annotations: "use-regex: \"true\""), Manifests.Ingress("d", "/x", host: "other.test")));
    }

    [Fact]
    [Fault("CN7009")]
    public void PortThatTheServiceHasNot_IsFound()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app").Replace("number: 80", "name: web", StringComparison.Ordinal), Service));

        Assert.Equal(("CN7009", Severity.Error, "shop.test/app leads to web:web: service default/web has no port web."), (finding.Code, finding.Severity, finding.Message));
        Assert.Equal("Name a port that the service has: name: http.", finding.Remedy);
    }

    [Fact]
    [Fault("CN7009")]
    public void ServiceThatIsNotThere_IsFoundInACluster_AndSuspectedAmongManifests()
    {
        IngressSet set = Read(Manifests.Ingress("a", "/app", service: "shop"), Service, Service.Replace("name: web", "name: shop, namespace: other", StringComparison.Ordinal));

        Finding suspected = Assert.Single(IngressCheckCatalog.Run(new IngressFacts(set)));
        Finding found = Assert.Single(IngressCheckCatalog.Run(new IngressFacts(set with { IsCluster = true })));

        Assert.Equal((Severity.Warning, Severity.Error), (suspected.Severity, found.Severity));
        Assert.Contains("there is no service shop in the namespace default", found.Message, StringComparison.Ordinal);
        Assert.StartsWith("The service is in the namespace other", found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [NearMiss("CN7009")]
    public void ServicesThatWereNotRead_AndPortsByEveryName_AreNoFault()
    {
        Assert.Empty(Find(Manifests.Ingress("a", "/app", service: "shop")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app", service: "shop"), Service.Replace("name: web", "name: web, namespace: other", StringComparison.Ordinal)));
        foreach (string port in (string[])["number: 80", "number: 8080", "name: http"])
        {
            Assert.Empty(Find(Manifests.Ingress("a", "/app").Replace("number: 80", port, StringComparison.Ordinal), Service));
        }
    }

    [Fact]
    [Fault("CN7010")]
    public void Snippet_IsFound_WithWhatRefusesIt()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app", annotations: "configuration-snippet: proxy_cookie_path / /app/;")));

        Assert.Equal(("CN7010", Severity.Error), (finding.Code, finding.Severity));
        Assert.EndsWith("; the whole Ingress is refused.", finding.Message, StringComparison.Ordinal);
        Assert.Contains("proxy-cookie-path", finding.Remedy, StringComparison.Ordinal);
        Assert.Equal("assumed", finding.Evidence[1].Source);
    }

    [Fact]
    [Fault("CN7010")]
    public void Typo_IsFound() => Assert.Equal(
        "ingress default/a: nginx.ingress.kubernetes.io/rewrite-targets is not known to ingress-nginx: rewrite-target may be meant.",
        Assert.Single(Find(Manifests.Ingress("a", "/app", annotations: "rewrite-targets: /"))).Message);

    [Fact]
    [NearMiss("CN7010")]
    public void AnnotationsThatCount_AndThoseOfOthers_AreNoFault()
    {
        Assert.Empty(Find(Manifests.Ingress("a", "/app", annotations: "proxy-read-timeout: \"3600\"\nproxy-cookie-path: / /app/")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app", annotations: "use-regex: \"false\"")
            .Replace("nginx.ingress.kubernetes.io/use-regex", "cert-manager.io/cluster-issuer", StringComparison.Ordinal)));
        Assert.Empty(Find(Manifests.Ingress("a", "/app", annotations: "wonder: x").Replace("ingressClassName: nginx", "ingressClassName: traefik", StringComparison.Ordinal)));
    }

    [Fact]
    [Fault("CN7011")]
    public void SamePathOfTwoIngresses_IsFound()
    {
        Finding finding = Assert.Single(Find(
            Manifests.Ingress("a", "/app", created: "2024-02-01T00:00:00Z", space: "one"), Manifests.Ingress("b", "/app", created: "2024-01-01T00:00:00Z", space: "two")));

        Assert.Equal(
            ("CN7011", Severity.Warning, "shop.test/app is claimed by two/b and by one/a: two/b is older and gets every request."), (finding.Code, finding.Severity, finding.Message));
    }

    [Fact]
    [Fault("CN7011")]
    public void PrefixWithAndWithoutItsSlash_IsAnError()
    {
        Finding finding = Assert.Single(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app/")));

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Contains("refuses the whole configuration", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    [NearMiss("CN7011")]
    public void OtherTypes_Canaries_AndOtherHosts_AreNoFault()
    {
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app", "Exact")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app", annotations: "canary: \"true\"", service: "next")));
        Assert.Empty(Find(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app", host: "other.test")));
    }

    [Fact]
    public void TwoHundredIngressesOfTenTeams_AreChangedByOne_AndThatIsTheOnlyFinding()
    {
        List<string> texts = [];
        for (int i = 0; i < 199; i++)
        {
            texts.Add(Manifests.Ingress($"app{i}", $"/team{i % 10}/app{i}", space: $"team{i % 10}", created: $"2024-01-01T{i / 60:00}:{i % 60:00}:00Z"));
        }

        texts.Add(Manifests.Ingress("late", "/team3/late(/|$)(.*)", "ImplementationSpecific", space: "team3", created: "2025-01-01T00:00:00Z", annotations: "rewrite-target: /$2"));

        Finding finding = Assert.Single(Find([.. texts]));

        Assert.Equal("CN7008", finding.Code);
        Assert.Contains("team3/late has a rewrite or use-regex, so that 199 paths of 199 other ingresses in 10 namespaces are patterns too", finding.Message, StringComparison.Ordinal);

        // /team1/app1 has the paths of app10 to app19 in it: the shorter one comes later, so that each reaches its own.
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal(["194"], finding.Evidence.Where(e => e.Source == "and more").Select(e => e.Value));
    }

    private static string Slice(string condition) => $$"""
        kind: EndpointSlice
        metadata: { name: web-1, labels: { kubernetes.io/service-name: web } }
        ports: [{ name: http, port: 8080 }]
        endpoints: [{ addresses: [10.1.0.5], conditions: { {{condition}} } }]
        """;

    private static IngressSet Read(params string[] texts) => Manifests.Read([Manifests.Class, .. texts]);

    private static IReadOnlyList<Finding> Find(params string[] texts) => IngressCheckCatalog.Run(new IngressFacts(Read(texts)));
}
