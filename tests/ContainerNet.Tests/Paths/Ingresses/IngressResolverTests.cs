using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Requests;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Paths.Ingresses;

public sealed class IngressResolverTests
{
    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { clusterIP: 10.96.0.7, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        """;

    [Fact]
    public void CaptureRewrite_SendsTheRest_AndTheQuery()
    {
        IngressAnswer answer = Resolve(
            "http://shop.test/app/login?next=%2Fcart", Manifests.Ingress("a", "/app(/|$)(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$2\nx-forwarded-prefix: /app"));

        Assert.Equal((IngressOutcome.Passed, "/login?next=%2Fcart", "default-web-80"), (answer.Outcome, answer.Target, answer.Upstream!.Name));
        Assert.Equal("/app", answer.Headers.Single(h => h.Name == "X-Forwarded-Prefix").Value);
        Assert.Equal("shop.test location ~* ^/app(/|$)(.*)", answer.Place);
    }

    [Fact]
    public void WithoutRewrite_ThePrefixStays_AndIsNotTold()
    {
        IngressAnswer answer = Resolve("http://shop.test/app/login", Manifests.Ingress("a", "/app", annotations: "x-forwarded-prefix: /app"));

        Assert.Equal("/app/login", answer.Target);
        Assert.DoesNotContain(answer.Headers, h => h.Name == "X-Forwarded-Prefix");
    }

    [Theory]
    [InlineData("/app/login/here")]
    [InlineData("/app")]
    [InlineData("/APPLE")]
    public void RewriteWithoutCapture_SendsEveryPathToTheSame(string path) =>
        Assert.Equal("/x", Resolve($"http://shop.test{path}", Manifests.Ingress("a", "/app", annotations: "rewrite-target: /x")).Target);

    [Theory]
    [InlineData("http://shop.test/other", "no Ingress of this host has this path")]
    [InlineData("http://unknown.test/app", "no Ingress has this host")]
    [InlineData("http://shop.test/apple", "no Ingress of this host has this path")]
    public void NobodyTakesIt_IsTheDefaultBackend(string url, string reason)
    {
        IngressAnswer answer = Resolve(url, Manifests.Ingress("a", "/app"));

        Assert.Equal((IngressOutcome.DefaultBackend, 404, reason), (answer.Outcome, answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("http://shop.test/apple")]
    [InlineData("http://shop.test/APP/x")]
    public void InRegexMode_PathsOfOthersMatchMore(string url) => Assert.Equal(IngressOutcome.Passed, Resolve(
        url, Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/b/(.*)", "ImplementationSpecific", annotations: "rewrite-target: /$1", space: "other")).Outcome);

    [Fact]
    public void Tls_SendsHttpOn_WithoutTheLastSlash()
    {
        string ingress = Manifests.Ingress("a", "/app").Replace("  rules:", "  tls: [{ hosts: [else.test], secretName: x }]\n  rules:", StringComparison.Ordinal);

        IngressAnswer answer = Resolve("http://shop.test:8080/app/", ingress);

        Assert.Equal((IngressOutcome.Redirected, 308, "https://shop.test/app"), (answer.Outcome, answer.Status, answer.RedirectTo));
        Assert.Equal(IngressOutcome.Passed, Resolve("https://shop.test/app/", ingress).Outcome);
        Assert.Equal("https://shop.test/app/", Resolve("http://shop.test/app/", ingress, IngressConfigurationTests.Settings("preserve-trailing-slash: \"true\"")).RedirectTo);
        Assert.Equal(IngressOutcome.Passed, Resolve("http://shop.test/app/", ingress, IngressConfigurationTests.Settings("ssl-redirect: \"false\"")).Outcome);
        Assert.Equal(301, Resolve("http://shop.test/app/", ingress, IngressConfigurationTests.Settings("http-redirect-code: \"301\"")).Status);
    }

    [Fact]
    public void BehindABalancerThatEndsTls_TheRedirectNeverEnds_UnlessItsHeaderIsBelieved()
    {
        string ingress = Manifests.Ingress("a", "/app", annotations: "force-ssl-redirect: \"true\"");
        ClientRequest request = ClientRequest.For(new Uri("http://shop.test/app")) with { Headers = [new("X-Forwarded-Proto", "https")] };

        Assert.Equal(IngressOutcome.Redirected, Resolver(ingress).Resolve(request).Outcome);
        Assert.Equal(IngressOutcome.Passed, Resolver(ingress, IngressConfigurationTests.Settings("use-forwarded-headers: \"true\"")).Resolve(request).Outcome);
    }

    [Fact]
    public void WildcardCertificate_SendsHostsBelowItOnToo() => Assert.Equal(308, Resolve(
        "http://shop.test/app", Manifests.Ingress("a", "/app"),
        Manifests.Ingress("w", "/", host: "*.test").Replace("  rules:", "  tls: [{ hosts: [\"*.test\"], secretName: x }]\n  rules:", StringComparison.Ordinal)).Status);

    [Fact]
    public void ChallengesOfCertificates_AreNotSentOn() => Assert.Equal(IngressOutcome.Passed, Resolve(
        "http://shop.test/.well-known/acme-challenge/x", Manifests.Ingress("a", "/.well-known/acme-challenge/x", "Exact", annotations: "force-ssl-redirect: \"true\"")).Outcome);

    [Fact]
    public void AppRoot_CountsForTheWholeHost_AndGoesBeforeHttps()
    {
        IngressAnswer answer = Resolve("http://shop.test/", Manifests.Ingress("a", "/app", annotations: "app-root: /app/start\nforce-ssl-redirect: \"true\""));

        Assert.Equal((IngressOutcome.Redirected, 302, "http://shop.test/app/start"), (answer.Outcome, answer.Status, answer.RedirectTo));
    }

    [Fact]
    public void Redirects_GoBeforeHttps()
    {
        IngressAnswer answer = Resolve("http://shop.test/app", Manifests.Ingress("a", "/app", annotations: "permanent-redirect: https://else.test/\nforce-ssl-redirect: \"true\""));

        Assert.Equal(("https://else.test/", 301), (answer.RedirectTo, answer.Status));
    }

    [Fact]
    public void FromToWww_NamesThePort_AndTakesTheLastSlash() => Assert.Equal(
        "http://shop.test:80/app", Resolve("http://www.shop.test/app/", Manifests.Ingress("a", "/app", annotations: "from-to-www-redirect: \"true\"")).RedirectTo);

    [Theory]
    [InlineData("ready: true", IngressOutcome.Passed, "")]
    [InlineData("ready: false", IngressOutcome.NoEndpoints, "the service default/web has no endpoints that are ready")]
    public void Endpoints_DecideBetweenTheApplicationAnd503(string condition, IngressOutcome outcome, string reason)
    {
        IngressAnswer answer = Resolve("http://shop.test/app", Manifests.Ingress("a", "/app"), Service, Slice(condition));

        Assert.Equal((outcome, reason), (answer.Outcome, answer.Reason));
        Assert.Equal(outcome == IngressOutcome.NoEndpoints ? 503 : null, answer.Status);
    }

    [Fact]
    public void DefaultBackendOfTheAnnotation_StandsInForMissingEndpoints()
    {
        IngressAnswer answer = Resolve(
            "http://shop.test/app", Manifests.Ingress("a", "/app", annotations: "default-backend: sorry"), Service, Slice("ready: false"),
            Service.Replace("web", "sorry", StringComparison.Ordinal), Slice("ready: true").Replace("web", "sorry", StringComparison.Ordinal));

        Assert.Equal((IngressOutcome.Passed, "custom-default-backend-default-sorry"), (answer.Outcome, answer.Upstream!.Name));
        Assert.Equal("503", answer.Headers.Single(h => h.Name == "X-Code").Value);
    }

    [Fact]
    public void PortThatTheServiceHasNot_Is503()
    {
        IngressAnswer answer = Resolve("http://shop.test/app", Manifests.Ingress("a", "/app").Replace("number: 80", "number: 81", StringComparison.Ordinal), Service);

        Assert.Equal((IngressOutcome.NoEndpoints, "the service default/web has no port 81"), (answer.Outcome, answer.Reason));
    }

    [Fact]
    public void PortOfTheContainer_IsTakenToo() => Assert.Equal(IngressOutcome.Passed, Resolve(
        "http://shop.test/app", Manifests.Ingress("a", "/app").Replace("number: 80", "number: 8080", StringComparison.Ordinal), Service, Slice("ready: true")).Outcome);

    [Fact]
    public void ServiceMissing_Is503InACluster_AndNotKnownAmongManifests()
    {
        IngressSet set = Manifests.Read(Manifests.Class, Manifests.Ingress("a", "/app"), Service.Replace("web", "other", StringComparison.Ordinal));

        Assert.Equal(IngressOutcome.Passed, new IngressResolver(IngressConfiguration.Of(set)).Resolve(new Uri("http://shop.test/app")).Outcome);
        Assert.Equal(503, new IngressResolver(IngressConfiguration.Of(set with { IsCluster = true })).Resolve(new Uri("http://shop.test/app")).Status);
    }

    [Fact]
    public void DeniedPath_Is503_WithItsReason()
    {
        IngressAnswer answer = Resolve("http://shop.test/app", Manifests.Ingress("a", "/app", annotations: "auth-type: basic"));

        Assert.Equal((IngressOutcome.Refused, 503, "auth-type needs an auth-secret"), (answer.Outcome, answer.Status, answer.Reason));
    }

    [Fact]
    public void Snippet_ThatMaySendRequestsElsewhere_IsUnknown_AndOneOfHeadersIsNot()
    {
        string settings = IngressConfigurationTests.Settings("allow-snippet-annotations: \"true\"\n  annotations-risk-level: Critical");

        Assert.Equal(IngressOutcome.Unknown, Resolve(
            "http://shop.test/app", settings, Manifests.Ingress("a", "/app", annotations: "configuration-snippet: rewrite ^/app/(.*) /$1 break;")).Outcome);
        Assert.Equal(IngressOutcome.Passed, Resolve(
            "http://shop.test/app", settings, Manifests.Ingress("a", "/app", annotations: "configuration-snippet: 'more_set_headers \"A: {b};\"; proxy_cookie_path / /app/;'")).Outcome);
    }

    [Fact]
    public void Canary_IsACondition()
    {
        IngressAnswer answer = Resolve(
            "http://shop.test/app", Manifests.Ingress("a", "/app"), Manifests.Ingress("b", "/app", annotations: "canary: \"true\"", service: "new"));

        Assert.Equal((IngressOutcome.Passed, "default-web-80"), (answer.Outcome, answer.Upstream!.Name));
        Assert.Equal(["canary default-new-80"], answer.Conditions);
    }

    [Fact]
    public void QuestionsLimitsAndInterceptedErrors_AreConditions() => Assert.Equal(
        ["auth_request https://auth.test/", "limit-rps", "custom-http-errors 404,503"],
        Resolve("http://shop.test/app", Manifests.Ingress("a", "/app", annotations: "auth-url: https://auth.test/\nlimit-rps: \"5\"\ncustom-http-errors: 404,503")).Conditions);

    [Fact]
    public void IngressWithoutRules_TakesEveryHost()
    {
        IngressAnswer answer = Resolve("http://unknown.test/x", """
            kind: Ingress
            metadata: { name: all, annotations: { nginx.ingress.kubernetes.io/rewrite-target: /y } }
            spec: { ingressClassName: nginx, defaultBackend: { service: { name: all, port: { number: 80 } } } }
            """);

        Assert.Equal((IngressOutcome.Passed, "default-all-80", "/x"), (answer.Outcome, answer.Upstream!.Name, answer.Target));
    }

    [Fact]
    public void PatternThatIsNotUnderstood_IsUnknown() => Assert.Equal(IngressOutcome.Unknown, Resolve(
        "http://shop.test/app", Manifests.Ingress("a", "/app\\Kx", "ImplementationSpecific", annotations: "use-regex: \"true\"")).Outcome);

    [Fact]
    public void PatternThatGoesBackAndForthForEver_EndsSoon()
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();

        IngressAnswer answer = Resolve(
            $"http://shop.test/app/{new string('a', 4000)}!", Manifests.Ingress("a", "/app/(?:(a+)+)\\1\\1$", "ImplementationSpecific", annotations: "use-regex: \"true\""));

        Assert.Equal(IngressOutcome.Unknown, answer.Outcome);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Alias_IsAnotherNameOfTheHost() => Assert.Equal(IngressOutcome.Passed, Resolve(
        "http://alias.test/app", Manifests.Ingress("a", "/app", annotations: "server-alias: \"alias.test, www.alias.test\"")).Outcome);

    [Theory]
    [InlineData("", "ready: true", 403, IngressOutcome.Refused)]
    [InlineData("", "ready: false", 503, IngressOutcome.NoEndpoints)]
    [InlineData("\nforce-ssl-redirect: \"true\"", "ready: false", 308, IngressOutcome.Redirected)]
    public void ClientThatMayNotComeIn_IsRefused_AfterWhatLuaDoes(string annotation, string condition, int status, IngressOutcome outcome)
    {
        ClientRequest request = ClientRequest.For(new Uri("http://shop.test/app")) with { Client = System.Net.IPAddress.Parse("192.0.2.7") };

        IngressAnswer answer = Resolver(
            Manifests.Ingress("a", "/app", annotations: $"whitelist-source-range: 10.0.0.0/8{annotation}"), Service, Slice(condition)).Resolve(request);

        Assert.Equal((status, outcome), (answer.Status, answer.Outcome));
    }

    private static string Slice(string condition) => $$"""
        kind: EndpointSlice
        metadata: { name: web-1, labels: { kubernetes.io/service-name: web } }
        ports: [{ name: http, port: 8080 }]
        endpoints: [{ addresses: [10.1.0.5], conditions: { {{condition}} } }]
        """;

    private static IngressAnswer Resolve(string url, params string[] texts) => Resolver(texts).Resolve(new Uri(url));

    private static IngressResolver Resolver(params string[] texts) => new(IngressConfiguration.Of(Manifests.Read([Manifests.Class, .. texts])));
}
