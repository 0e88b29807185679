using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Paths.Ingresses;

public sealed class IngressConfigurationTests
{
    [Fact]
    public void Prefix_BecomesAPrefixWithItsSlash_AndAnExactPath() => Assert.Equal(
        ["location /app/", "location = /app", "location /"], Locations(Manifests.Ingress("a", "/app")));

    [Fact]
    public void Prefix_BesideAnExactPath_LeavesItThat() => Assert.Equal(
        ["location = /app", "location /app/", "location /"], Locations(Manifests.Ingress("b", "/app", "Exact"), Manifests.Ingress("a", "/app")));

    [Fact]
    public void Prefix_WithASlash_HasNoLocationWithout() => Assert.Equal(
        ["location /app/", "location = /app/", "location /"], Locations(Manifests.Ingress("a", "/app/")));

    [Fact]
    public void Rewrite_TurnsEveryPathOfTheHostIntoAPattern() => Assert.Equal(
        ["location ~* ^/app(/|$)(.*)", "location ~* ^/other/", "location ~* ^/other", "location ~* ^/exact", "location ~* ^/"],
        Locations(
            Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2"),
            Manifests.Ingress("b", "/other", space: "another"), Manifests.Ingress("c", "/exact", "Exact")));

    [Fact]
    public void Rewrite_ToItsOwnPath_StillCountsAtTheRootOfTheHost_WhichHasTheAnnotationsOfItsFirstIngress()
    {
        Assert.Equal(["location ~* ^/app", "location ~* ^/"], Locations(Manifests.Ingress("a", "/app", "Exact", annotations: "rewrite-target: /app")));
        Assert.Equal(["location = /app", "location /"], Locations(
            Manifests.Ingress("z", "/"),
            Manifests.Ingress("a", "/app", "Exact", annotations: "rewrite-target: /app")));
    }

    [Fact]
    public void Rewrite_OfAPrefixToItsOwnPath_MeetsTheSlashThatTheControllerAdds() => Assert.Equal(
        ["location ~* ^/app/", "location ~* ^/app", "location ~* ^/"], Locations(Manifests.Ingress("a", "/app", annotations: "rewrite-target: /app")));

    [Fact]
    public void Rewrite_ToTheRoot_LeavesOtherHostsAlone()
    {
        IngressConfiguration made = Make(
            Manifests.Ingress("a", "/app", annotations: "rewrite-target: /"), Manifests.Ingress("b", "/app", host: "other.test"));

        Assert.Equal([("_", false), ("other.test", false), ("shop.test", true)], made.Servers.Select(s => (s.Host, s.UsesRegex)));
    }

    [Fact]
    public void Paths_AreSortedByLength_ThenBackwards() => Assert.Equal(
        ["/zzz(.*)", "/aaa(.*)", "/bb", "/"],
        Make(
            Manifests.Ingress("a", "/aaa(.*)", "ImplementationSpecific", annotations: "use-regex: \"true\""),
            Manifests.Ingress("b", "/bb", "Exact"), Manifests.Ingress("c", "/zzz(.*)", "ImplementationSpecific", annotations: "use-regex: \"true\"")).Servers[1].Locations.Select(l => l.Path));

    [Fact]
    public void SamePathTwice_BelongsToTheOlderOne_AndTheYoungerIsTold()
    {
        IngressConfiguration made = Make(
            Manifests.Ingress("a", "/app", created: "2024-02-01T00:00:00Z", service: "new"), Manifests.Ingress("b", "/app", created: "2024-01-01T00:00:00Z", service: "old"));

        Assert.Equal("default-old-80", made.Servers[1].Locations[0].Upstream.Name);
        IngressClaim claim = Assert.Single(made.Claims);
        Assert.Equal(("b", "a", IngressClaimKind.PassedOver, true), (claim.Holder.Name, claim.Ingress.Name, claim.Kind, claim.IsOrderKnown));
    }

    [Fact]
    public void SameAge_BelongsToTheNameThatSortsLast()
    {
        IngressConfiguration made = Make(Manifests.Ingress("a", "/app", service: "a"), Manifests.Ingress("b", "/app", service: "b"));

        Assert.Equal("default-b-80", made.Servers[1].Locations[0].Upstream.Name);
        Assert.False(Assert.Single(made.Claims).IsOrderKnown);
    }

    [Fact]
    public void PrefixWithAndWithoutSlash_BreakTheWholeConfiguration()
    {
        IngressConfiguration made = Make(Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app/"));

        Assert.True(made.IsBroken);
        Assert.Equal(IngressClaimKind.BreaksConfiguration, Assert.Single(made.Claims).Kind);
    }

    [Theory]
    [InlineData("ingressClassName: nginx", "ingressClassName: traefik", "there is no IngressClass traefik")]
    [InlineData("ingressClassName: nginx", "# none", "it has no class, and the controller takes only those of its own")]
    public void OtherClasses_AreNotServed(string old, string text, string reason)
    {
        IngressConfiguration made = Make(Manifests.Ingress("a", "/app").Replace(old, text, StringComparison.Ordinal));

        IngressExclusion exclusion = Assert.Single(made.Excluded);
        Assert.Equal((reason, true), (exclusion.Reason, exclusion.IsForeign));
    }

    [Fact]
    public void ClassOfAnotherController_IsNotServed()
    {
        IngressConfiguration made = IngressConfiguration.Of(Manifests.Read(
            Manifests.Class.Replace("k8s.io/ingress-nginx", "nginx.org/ingress-controller", StringComparison.Ordinal), Manifests.Ingress("a", "/app")));

        Assert.Equal("its class nginx belongs to nginx.org/ingress-controller", Assert.Single(made.Excluded).Reason);
    }

    [Theory]
    [InlineData("ingressClassName: nginx", "", true, "")]
    [InlineData("ingressClassName: nginx-internal", "", true, "default/a has the class nginx-internal: it is taken for one of this controller, for no IngressClass was read")]
    [InlineData("ingressClassName: public", "use-regex: \"false\"", true, "default/a has the class public: it is taken for one of this controller, for no IngressClass was read")]
    [InlineData("ingressClassName: public", "", false, "")]
    [InlineData("# none", "", true, "default/a has no class: it is taken to get one of this controller by default, for no IngressClass was read")]
    public void WithoutClasses_WhatIsTakenForGrantedIsSaid(string spec, string annotation, bool isServed, string assumption)
    {
        IngressConfiguration made = IngressConfiguration.Of(Manifests.Read(
            Manifests.Ingress("a", "/app", annotations: annotation).Replace("ingressClassName: nginx", spec, StringComparison.Ordinal)));

        Assert.Equal(isServed, made.Served.Count == 1);
        Assert.Equal(["no controller was read: it is taken for ingress-nginx 1.15.1 with its defaults", .. assumption.Length > 0 ? [assumption] : Array.Empty<string>()], made.Assumptions);
    }

    [Fact]
    public void OldAnnotationOfTheClass_Counts() => Assert.Single(Make(
        Manifests.Ingress("a", "/app", annotations: "use-regex: \"false\"").Replace("ingressClassName: nginx", "", StringComparison.Ordinal)
            .Replace("  annotations:", "  annotations:\n    kubernetes.io/ingress.class: nginx", StringComparison.Ordinal)).Served);

    [Fact]
    public void Snippet_RefusesTheIngress_UntilBothSettingsAllowIt()
    {
        string ingress = Manifests.Ingress("a", "/app", annotations: "configuration-snippet: 'more_set_headers \"X-A: b\";'");

        Assert.Contains("is of risk Critical, and annotations-risk-level allows High at the most, and allow-snippet-annotations is false",
            Assert.Single(Make(ingress).Excluded).Reason, StringComparison.Ordinal);
        Assert.Contains("annotations-risk-level allows High at the most", Assert.Single(Make(ingress, Settings("allow-snippet-annotations: \"true\"")).Excluded).Reason, StringComparison.Ordinal);
        Assert.Contains("is a snippet, and allow-snippet-annotations is false", Assert.Single(Make(ingress, Settings("annotations-risk-level: Critical")).Excluded).Reason, StringComparison.Ordinal);
        Assert.Empty(Make(ingress, Settings("allow-snippet-annotations: \"true\"\n  annotations-risk-level: Critical")).Excluded);
    }

    [Fact]
    public void Snippet_OfAClusterThatAdmittedIt_IsPassedOver_AndTheIngressServed()
    {
        IngressSet set = Manifests.Read(
            Manifests.Class, Manifests.Ingress("a", "/app", annotations: "configuration-snippet: return 404;"), Settings("annotations-risk-level: Critical"));

        IngressConfiguration made = IngressConfiguration.Of(set with { IsCluster = true });

        (_, IngressOptions options) = Assert.Single(made.Served);
        Assert.Equal("", options.ConfigurationSnippet);
        Assert.Equal(AnnotationFate.Ignored, Assert.Single(options.Issues).Fate);
    }

    [Theory]
    [InlineData("rewrite-target: /$2 x", AnnotationFate.Ignored, "has a value that the controller does not take")]
    [InlineData("rewrite-targt: /", AnnotationFate.Ignored, "is not known to ingress-nginx: rewrite-target may be meant")]
    [InlineData("wonder: /", AnnotationFate.Ignored, "is not known to ingress-nginx")]
    [InlineData("x-forwarded-prefix: /app", AnnotationFate.Ignored, "is only sent where there is a rewrite-target")]
    [InlineData("permanent-redirect: https://a.test/$request_uri", AnnotationFate.RefusesIngress, "has a value that the controller does not take")]
    [InlineData("server-snippet: return 1;", AnnotationFate.RefusesIngress, "is of risk Critical")]
    [InlineData("whitelist-source-range: ten", AnnotationFate.DeniesPaths, "names no network")]
    [InlineData("use-regex: \"yes\"", AnnotationFate.Ignored, "has a value")]
    [InlineData("enable-opentracing: \"true\"", AnnotationFate.Ignored, "was taken out in 1.10")]
    public void Annotation_ThatDoesNothing_IsToldWithItsFate(string annotation, AnnotationFate fate, string reason)
    {
        IngressSet set = Manifests.Read(Manifests.Ingress("a", "/app", annotations: annotation));

        AnnotationIssue issue = Assert.Single(IngressOptions.Of(set.Ingresses[0], set.Controller).Issues);

        Assert.Equal(fate, issue.Fate);
        Assert.StartsWith(reason, issue.Reason, StringComparison.Ordinal);
        Assert.Equal("app.yaml:8:5", issue.Annotation.Place.ToString());
    }

    [Theory]
    [InlineData("rewrite-target: /$2")]
    [InlineData("proxy-cookie-path: / /app/")]
    [InlineData("proxy-redirect-from: http://shop.test/")]
    [InlineData("backend-protocol: https")]
    [InlineData("affinity: cookie")]
    [InlineData("session-cookie-samesite: None")]
    public void Annotation_ThatIsRight_IsSilent(string annotation)
    {
        IngressSet set = Manifests.Read(Manifests.Ingress("a", "/app", annotations: annotation));

        Assert.Empty(IngressOptions.Of(set.Ingresses[0], set.Controller).Issues);
    }

    [Fact]
    public void PatternInAPrefix_IsRefusedByTheWebhook_AndServedWhereItIsThereAlready()
    {
        IngressSet set = Manifests.Read(Manifests.Class, Manifests.Ingress("a", "/app(/|$)(.*)"));

        Assert.Equal("its path /app(/|$)(.*) cannot be used with pathType Prefix", Assert.Single(IngressConfiguration.Of(set).Excluded).Reason);
        Assert.Empty(IngressConfiguration.Of(set with { IsCluster = true }).Excluded);
    }

    [Fact]
    public void OlderController_TakesPatternsInPrefixes() =>
        Assert.Empty(Make(Manifests.Ingress("a", "/app(/|$)(.*)"), Settings("strict-validate-path-type: \"false\"")).Excluded);

    [Fact]
    public void CookiePath_IsThatOfTheIngress_PatternAndAll() => Assert.Equal(
        ["/app(/|$)(.*)", "/"],
        Make(Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2\naffinity: cookie")).Servers[1].Locations.Select(l => l.CookiePath));

    internal static string Settings(string data) => $"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: ingress-nginx-controller
        data:
          {data}
        """;

    private static IngressConfiguration Make(params string[] texts) => IngressConfiguration.Of(Manifests.Read([Manifests.Class, .. texts]));

    private static IEnumerable<string> Locations(params string[] texts)
    {
        IngressConfiguration made = Make(texts);
        IngressServer server = made.Servers.Single(s => s.Host == "shop.test");
        return new NginxOfIngresses(made).Proxy.Servers.Single(s => s.Name == "shop.test").Root.Locations.Take(server.Locations.Count).Select(l => l.ToString());
    }
}
