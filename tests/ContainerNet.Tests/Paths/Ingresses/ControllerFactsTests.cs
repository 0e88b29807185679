using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>What the end-to-end tests of ingress-nginx 1.15.1 (test/e2e) see of the real controller in a real cluster: which service answers which
/// request, with which path, and which location stands in its nginx.conf. An entry is an Ingress: path, type, annotations; the oldest first.</summary>
public sealed class ControllerFactsTests
{
    [Theory]
    [InlineData("pathtype_exact.go", "/exact|Exact;/exact|Prefix;/exact|Prefix", "/exact=0 /exact/suffix=1")]
    [InlineData("pathtype_mixed.go", "/|Exact;/|Prefix;/foo|Exact;/foo|Prefix", "/=0 /bar=1 /foo=2 /foo/bar=3 /foobar=1")]
    [InlineData("pathtype_prefix.go", "/aaa|Prefix", "/aaa=0 /aaacccc=404 /aaa/cccc=0 /aaa/=0")]
    [InlineData("pathtype_prefix.go", "/id/[0-9]+|ImplementationSpecific|use-regex: \"true\"", "/id/1=0 /id/12=0 /id/123=0 /id/aaa=404 /id/123a=0")]
    [InlineData("pathtype_prefix.go", "/id/[0-9]+$|ImplementationSpecific|use-regex: \"true\"", "/id/1=0 /id/aaa=404 /id/123a=404")]
    [InlineData("rewrite.go", "/.well-known/acme/challenge|Prefix;/|Prefix|rewrite-target: /new/backend", "/.well-known/acme/challenge=0>/.well-known/acme/challenge")]
    [InlineData("rewrite.go", "/foo|Prefix;/foo.+|ImplementationSpecific|rewrite-target: /new/backend", "/foo=0>/foo /foo/bar=1>/new/backend")]
    [InlineData("rewrite.go", "/foo/bar/bar|Prefix;/foo/bar/[a-z]{3}|ImplementationSpecific|rewrite-target: /new/backend", "/foo/bar/bar=1>/new/backend")]
    [InlineData("rewrite.go", "/foo/bar/(.+)|ImplementationSpecific|rewrite-target: /new/backend/$1", "/foo/bar/bar=0>/new/backend/bar")]
    public void Requests_ComeWhereTheControllersTestsSeeThem(string test, string ingresses, string requests)
    {
        IngressResolver resolver = Make(ingresses);
        foreach (string request in requests.Split(' '))
        {
            string[] parts = request.Split('=', '>');
            IngressAnswer answer = resolver.Resolve(new Uri($"http://shop.test{parts[0]}"));

            string who = answer.Outcome == IngressOutcome.Passed ? answer.Upstream!.Service["svc".Length..] : $"{answer.Status}";
            Assert.Equal($"{test} {parts[0]} {parts[1]}", $"{test} {parts[0]} {who}");
            Assert.Equal(parts.Length > 2 ? parts[2] : answer.Target, answer.Target);
        }
    }

    [Theory]
    [InlineData("/exact|Exact;/exact|Prefix", "location = /exact;location /exact/")]
    [InlineData("/|Exact;/|Prefix", "location = /;location /")]
    [InlineData("/.well-known/acme/challenge|Prefix;/|Prefix|rewrite-target: /new/backend", "location ~* ^/;location ~* ^/.well-known/acme/challenge")]
    [InlineData("/foo|Prefix;/foo.+|ImplementationSpecific|use-regex: \"true\"", "location ~* ^/foo;location ~* ^/foo.+")]
    [InlineData("/foo/bar|Prefix|affinity: cookie;/foo|Prefix", "location /foo/bar/;location /foo/")]
    public void Locations_AreThoseOfTheControllersTests(string ingresses, string locations)
    {
        NginxOfIngresses nginx = new(Make(ingresses).Configuration);

        Assert.Superset(
            locations.Split(';').ToHashSet(), nginx.Proxy.Servers.Single(s => s.Name == "shop.test").Root.Locations.Select(l => l.ToString()).ToHashSet());
    }

    [Theory]
    [InlineData("/|Prefix|app-root: /foo", "http://shop.test/", 302, "http://shop.test/foo")]
    [InlineData("/something|Prefix|permanent-redirect: http://redirect.example.com", "http://shop.test/something", 301, "http://redirect.example.com")]
    [InlineData("/something|Prefix|permanent-redirect: http://redirect.example.com\npermanent-redirect-code: \"302\"", "http://shop.test/something", 302, "http://redirect.example.com")]
    [InlineData("/|Prefix|from-to-www-redirect: \"true\"", "http://www.shop.test/foo", 308, "http://shop.test:80/foo")]
    [InlineData("/|Prefix|from-to-www-redirect: \"true\"", "https://www.shop.test/", 308, "https://shop.test:443")]
    public void Redirects_AreThoseOfTheControllersTests(string ingresses, string url, int status, string address)
    {
        IngressAnswer answer = Make(ingresses).Resolve(new Uri(url));

        Assert.Equal((IngressOutcome.Redirected, status, address), (answer.Outcome, answer.Status, answer.RedirectTo));
    }

    [Theory]
    [InlineData("/something|Prefix|affinity: cookie", "/something", "/something")]
    [InlineData("/foo/bar|Prefix|affinity: cookie;/foo|Prefix", "/foo/bar", "/foo/bar")]
    [InlineData("/foo/.*|ImplementationSpecific|use-regex: \"true\"\naffinity: cookie\nsession-cookie-path: /foo/bar", "/foo/bar", "/foo/bar")]
    public void AffinityCookies_HaveThePathsOfTheControllersTests(string ingresses, string path, string expected)
    {
        IngressLocation location = Make(ingresses).Resolve(new Uri($"http://shop.test{path}")).Location!;

        Assert.NotNull(location.Options.Affinity);
        Assert.Equal(expected, location.CookiePath);
    }

    [Fact]
    public void Aliases_AreSorted() => Assert.Equal(
        ["shop.test", "a1.foo.com", "a2.foo.com"],
        new NginxOfIngresses(Make("/bar|Prefix|server-alias: a2.foo.com, a1.foo.com").Configuration).Proxy.Servers.Single(s => s.Name == "shop.test").Names.Select(n => n.Value));

    private static IngressResolver Make(string ingresses) => new(IngressConfiguration.Of(Manifests.Read(
        [Manifests.Class, .. ingresses.Split(';').Select((ingress, i) =>
        {
            string[] parts = ingress.Split('|');
            return Manifests.Ingress($"i{i}", parts[0], parts[1], annotations: parts.Length > 2 ? parts[2] : "", created: $"2024-01-01T00:00:{i:00}Z", service: $"svc{i}");
        })])));
}
