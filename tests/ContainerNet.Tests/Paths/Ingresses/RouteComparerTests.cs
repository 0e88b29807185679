using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Paths.Ingresses;

public sealed class RouteComparerTests
{
    private const string Route = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: shop }
        spec:
          hostnames: [shop.test]
          rules:
          - matches: [{ path: { type: PathPrefix, value: /app } }]
            filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]
            backendRefs: [{ name: web, port: 80 }]
          - matches: [{ path: { type: Exact, value: /app } }, { path: { value: /api/ }, method: POST }]
            backendRefs: [{ name: exact, port: 80 }, { name: none, port: 80, weight: 0 }]
          - matches: [{ path: { value: /old } }]
            filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, path: { type: ReplaceFullPath, replaceFullPath: /new }, statusCode: 301 } }]
        """;

    [Theory]
    [InlineData("/foo/bar", "/foo", "/xyz", "/xyz/bar")]
    [InlineData("/foo/bar", "/foo", "/xyz/", "/xyz/bar")]
    [InlineData("/foo/bar", "/foo/", "/xyz", "/xyz/bar")]
    [InlineData("/foo/bar", "/foo/", "/xyz/", "/xyz/bar")]
    [InlineData("/foo", "/foo", "/xyz", "/xyz")]
    [InlineData("/foo/", "/foo", "/xyz", "/xyz/")]
    [InlineData("/foo/bar", "/foo", "", "/bar")]
    [InlineData("/foo/", "/foo", "", "/")]
    [InlineData("/foo", "/foo", "", "/")]
    [InlineData("/foo/", "/foo", "/", "/")]
    [InlineData("/foo", "/foo", "/", "/")]
    public void ReplacedPrefix_IsThatOfTheGatewaySpecification(string path, string prefix, string replacement, string expected) =>
        Assert.Equal(expected, new HttpPathModifier(true, replacement).Apply(path, prefix));

    [Theory]
    [InlineData("http://shop.test/app/login?x=1", "GET", "default/web:80 /login?x=1")]
    [InlineData("http://shop.test/app", "GET", "default/exact:80 /app")]
    [InlineData("http://shop.test/app/", "GET", "default/web:80 /")]
    [InlineData("http://shop.test/apple", "GET", "404")]
    [InlineData("http://shop.test/APP/x", "GET", "404")]
    [InlineData("http://shop.test/api", "POST", "default/exact:80 /api")]
    [InlineData("http://shop.test/api", "GET", "404")]
    [InlineData("http://shop.test/old/x", "GET", "301 https://shop.test/new")]
    [InlineData("http://else.test/app", "GET", "404")]
    public void Gateway_TakesWhatItsSpecificationSays(string url, string method, string expected) =>
        Assert.Equal(expected, new GatewayChooser(Manifests.Read(Route).Routes).Choose(new Uri(url), method).ToString());

    [Fact]
    public void Gateway_PrefersTheHostItself_ThenTheLongestWildcard_ThenTheOlderRoute()
    {
        GatewayChooser gateway = new(Manifests.Read(
            Of("any", "", ""), Of("wild", "\"*.shop.test\"", ""), Of("deep", "\"*.a.shop.test\"", ""), Of("exact", "x.a.shop.test", ""),
            Of("young", "twice.test", "2025-01-01T00:00:00Z"), Of("old", "twice.test", "2024-01-01T00:00:00Z")).Routes);

        Assert.Equal(
            ["exact", "deep", "wild", "any", "old"],
            ((string[])["x.a.shop.test", "y.a.shop.test", "b.c.shop.test", "shop.test", "twice.test"]).Select(h => gateway.Choose(new Uri($"http://{h}/")).Backend.Split('/', ':')[1]));
    }

    [Theory]
    [InlineData("path: { type: RegularExpression, value: /a.* }")]
    [InlineData("headers: [{ type: RegularExpression, name: a, value: b }]")]
    public void Gateway_WithAPattern_IsNotKnown(string match) => Assert.False(new GatewayChooser(Manifests.Read($$"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: shop }
        spec: { rules: [{ matches: [{ {{match}} }], backendRefs: [{ name: web, port: 80 }] }] }
        """).Routes).Choose(new Uri("http://shop.test/app")).IsKnown);

    [Theory]
    [InlineData("/app", "Prefix", "/app", true)]
    [InlineData("/app", "Prefix", "/app/x", true)]
    [InlineData("/app/", "Prefix", "/app", true)]
    [InlineData("/app", "Prefix", "/apple", false)]
    [InlineData("/app", "Prefix", "/APP", false)]
    [InlineData("/app", "Exact", "/app/", false)]
    [InlineData("/", "Prefix", "/x", true)]
    [InlineData("/app", "ImplementationSpecific", "/app/x", true)]
    public void Specification_ComparesElements(string path, string type, string asked, bool isTaken)
    {
        RouteChoice choice = new SpecificationChooser(Manifests.Read(Manifests.Ingress("a", path, type)).Ingresses).Choose(new Uri($"http://shop.test{asked}"));

        Assert.Equal(isTaken ? $"default/web:80 {asked}" : "404", choice.ToString());
    }

    [Fact]
    public void Specification_OfAPattern_IsNotKnown_WhereItMayFit()
    {
        SpecificationChooser chooser = new(Manifests.Read(Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific"), Manifests.Ingress("b", "/other", "Exact")).Ingresses);

        Assert.False(chooser.Choose(new Uri("http://shop.test/app/x")).IsKnown);
        Assert.Equal("404", chooser.Choose(new Uri("http://shop.test/x")).ToString());
        Assert.True(chooser.Choose(new Uri("http://shop.test/other")).IsKnown);
    }

    [Fact]
    public void MoveFromNginx_TellsWhatItsPatternsTookBeyondTheSpecification()
    {
        IngressSet set = Manifests.Read(
            Manifests.Class, Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/b(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"));
        NginxChooser nginx = new(new IngressResolver(IngressConfiguration.Of(set)));

        RouteChange[] changes = [.. RouteComparer.Compare(nginx, new SpecificationChooser(set.Ingresses.Where(i => i.Name == "a")), RouteComparer.Edges(set.Ingresses))];

        Assert.Equal(
            ["/APP Lost", "/B Lost", "/appx Lost", "/b Lost", "/b/ Lost", "/b/x Lost"],
            changes.Select(c => $"{c.Url.AbsolutePath} {c.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MoveToAGateway_ThatSaysTheSame_ChangesOnlyWhatNginxTookTooMuch()
    {
        IngressSet set = Manifests.Read(Manifests.Class, Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"), """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: { name: shop }
            spec:
              hostnames: [shop.test]
              rules:
              - matches: [{ path: { value: /app } }]
                filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]
                backendRefs: [{ name: web, port: 80 }]
            """);

        RouteChange[] changes = [.. RouteComparer.Compare(
            new NginxChooser(new IngressResolver(IngressConfiguration.Of(set))), new GatewayChooser(set.Routes), RouteComparer.Edges(set.Ingresses))];

        Assert.Equal(["https://shop.test/APP: default/web:80 / -> 404"], changes.Select(c => c.ToString()));
    }

    private static string Of(string name, string host, string created) => $$"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: {{name}}{{(created.Length > 0 ? $", creationTimestamp: \"{created}\"" : "")}} }
        spec: { hostnames: [{{host}}], rules: [{ backendRefs: [{ name: {{name}}, port: 80 }] }] }
        """;
}
