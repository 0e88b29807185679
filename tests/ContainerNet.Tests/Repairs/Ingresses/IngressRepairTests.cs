using ContainerNet.Model.Visits;

namespace ContainerNet.Repairs.Ingresses;

public sealed class IngressRepairTests
{
    private const string App = """
        # The shop, by team web.
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web   # do not rename
          namespace: shop
        spec:
          ingressClassName: nginx
          rules:
          - host: shop.test
            http:
              paths:
              - path: /app   # the prefix
                pathType: Prefix
                backend:
                  service:
                    name: web
                    port:
                      number: 80

        """;

    private const string Captured = """
        # The shop, by team web.
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web   # do not rename
          namespace: shop
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /$2
        spec:
          ingressClassName: nginx
          rules:
          - host: shop.test
            http:
              paths:
              - path: /app(/|$)(.*)   # the prefix
                pathType: ImplementationSpecific
                backend:
                  service:
                    name: web
                    port:
                      number: 80

        """;

    [Fact]
    public void ApplicationAtTheRoot_GetsItsPathWithoutThePrefix()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs(), App);

        Assert.Equal(Captured, Repairs.After(plan));
        Assert.Contains("the page /app/: the application gets /app/, and needs /", plan.Faults);
        Assert.StartsWith("First see whether the application can be told", plan.Notes[0].Text, StringComparison.Ordinal);
        Assert.Equal("app.yaml:13", plan.Notes[0].Source);
    }

    [Fact]
    public void RedirectThatLeaves_IsChangedOnItsWayBack()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { Redirects = ["/login"] }, Captured);

        Assert.Equal(
            Captured.Replace("/$2\n", "/$2\n    nginx.ingress.kubernetes.io/proxy-redirect-from: /\n    nginx.ingress.kubernetes.io/proxy-redirect-to: /app/\n", StringComparison.Ordinal),
            Repairs.After(plan));
        Assert.Contains(plan.Notes, n => n.Text.Contains("whole addresses", StringComparison.Ordinal));
    }

    [Fact]
    public void AssetsOutside_GetAnIngressOfTheirOwn_WithoutTheRewrite()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { Assets = ["/static/1.2.3/app.js", "/static/1.2.3/app.css", "/favicon.ico"] }, Captured);

        Assert.Equal(Captured.TrimEnd() + "\n" + """
            ---
            # What web needs outside of /app, without its rewrite.
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web-paths
              namespace: shop
            spec:
              ingressClassName: nginx
              rules:
                - host: shop.test
                  http:
                    paths:
                      - path: /static
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                      - path: /favicon.ico
                        pathType: Exact
                        backend:
                          service:
                            name: web
                            port:
                              number: 80

            """, Repairs.After(plan));
        Assert.Contains(plan.Notes, n => n.Text.StartsWith("shop.test/static comes to web then", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/internal /app", "/internal")]
    [InlineData("~/internal /app", "/internal", "/internal/admin")]
    [InlineData("~/ /app", "/internal", "/other")]
    public void CookieThatDoesNotCover_GetsAnotherPath(string setting, params string[] paths)
    {
        string after = Repairs.After(Repairs.Plan(Repairs.Needs() with { CookiePaths = paths }, Captured));

        string value = setting.StartsWith('~') ? $"\"{setting}\"" : setting;
        Assert.Equal(Captured.Replace("/$2\n", $"/$2\n    nginx.ingress.kubernetes.io/proxy-cookie-path: {value}\n", StringComparison.Ordinal), after);
    }

    [Fact]
    public void CookieThatAWebSocketOutsideNeeds_GoesToTheWholeHost_AndThatIsSaid()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { CookiePaths = ["/internal"], WebSockets = ["/ws"] }, Captured);

        Assert.Contains("proxy-cookie-path: \"~/internal /\"", Repairs.After(plan), StringComparison.Ordinal);
        Assert.Contains(plan.Notes, n => n.Text.StartsWith("The cookies go to all of shop.test", StringComparison.Ordinal));
    }

    [Fact]
    public void WebSocketOutside_GetsAPathOfItsOwn_AndKeepsWhoMayComeIn()
    {
        string guarded = Captured.Replace(
            "annotations:\n", "annotations:\n    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8\n    nginx.ingress.kubernetes.io/x-forwarded-prefix: /app\n", StringComparison.Ordinal);
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { WebSockets = ["/ws"] }, guarded);

        string added = Repairs.After(plan)[guarded.TrimEnd().Length..];
        Assert.Contains("  annotations:\n    nginx.ingress.kubernetes.io/whitelist-source-range: \"10.0.0.0/8\"\nspec:", added.Replace(": 10.0.0.0/8", ": \"10.0.0.0/8\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("- path: /ws\n            pathType: Prefix\n", added, StringComparison.Ordinal);
        Assert.Contains(plan.Notes, n => n.Text.Contains("proxy-read-timeout", StringComparison.Ordinal));
    }

    [Fact]
    public void WebSocketWithoutItsHeaders_GetsThem()
    {
        string broken = Captured.Replace("annotations:\n", "annotations:\n    nginx.ingress.kubernetes.io/connection-proxy-header: keep-alive   # once\n", StringComparison.Ordinal);

        Assert.Equal(Captured, Repairs.After(Repairs.Plan(Repairs.Needs() with { WebSockets = ["/app/ws"] }, broken)));
    }

    [Fact]
    public void WholeStory_IsMendedAtOnce_AndThenNothingIsLeft()
    {
        VisitNeeds needs = Repairs.Needs() with
        {
            Redirects = ["/login"], Assets = ["/static/1.2.3/app.js"], CookiePaths = ["/internal"], WebSockets = ["/ws"],
        };
        string after = Repairs.After(Repairs.Plan(needs, App));

        IngressRepairPlan again = Repairs.Plan(needs, after);
        Assert.Empty(again.Faults);
        Assert.Empty(again.Files);
        Assert.Equal(2, after.Split("kind: Ingress").Length - 1);
    }

    [Fact]
    public void RewriteWithoutCapture_KeepsItsBase()
    {
        string collapsing = App.Replace("namespace: shop\n", "namespace: shop\n  annotations:\n    nginx.ingress.kubernetes.io/rewrite-target: /internal\n", StringComparison.Ordinal);
        string after = Repairs.After(Repairs.Plan(Repairs.Needs() with { CookiePaths = ["/internal"], Redirects = ["/internal/login"] }, collapsing));

        Assert.Contains("rewrite-target: /internal/$2\n", after, StringComparison.Ordinal);
        Assert.Contains("proxy-redirect-from: /internal/\n", after, StringComparison.Ordinal);
        Assert.Contains("proxy-cookie-path: /internal /app\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplicationThatKnowsItsPrefix_LosesTheRewrite_AndItsAnnotations()
    {
        string after = Repairs.After(Repairs.Plan(Repairs.Needs() with { KnowsPrefix = true }, Captured));

        Assert.Equal(App, after);
    }

    [Fact]
    public void ApplicationThatKnowsItsPrefix_GetsOtherPathsInItsOwnIngress()
    {
        string after = Repairs.After(Repairs.Plan(Repairs.Needs() with { KnowsPrefix = true, Assets = ["/static/app.js"] }, App));

        Assert.Equal(App.TrimEnd() + "\n" + """
                  - path: /static
                    pathType: Prefix
                    backend:
                      service:
                        name: web
                        port:
                          number: 80

            """, after);
    }

    [Fact]
    public void OtherPathsOfTheIngress_AreNotRewritten()
    {
        string two = App.TrimEnd() + "\n" + """
                  - path: /api
                    pathType: Prefix
                    backend: { service: { name: api, port: { number: 80 } } }   # stays

            """;
        string after = Repairs.After(Repairs.Plan(Repairs.Needs(), two));

        Assert.DoesNotContain("/app   # the prefix", after, StringComparison.Ordinal);
        Assert.Contains("- path: /api\n        pathType: Prefix\n        backend: { service: { name: api, port: { number: 80 } } }   # stays\n---\n", after, StringComparison.Ordinal);
        Assert.Contains("  name: web-app\n  namespace: shop\n  annotations:\n    nginx.ingress.kubernetes.io/rewrite-target: /$2\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public void RegexOfTheWholeHost_IsSaid()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs(), App, Repairs.Other("home", "/foo"));

        Assert.Contains(plan.Notes, n => n.Text.Contains("other/home (/foo) take", StringComparison.Ordinal));
        Assert.DoesNotContain(Repairs.Plan(Repairs.Needs(), App, Repairs.Other("home", "/foo", "else.test")).Notes, n => n.Text.Contains("regular expression", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoApplicationsWithTheSamePath_NeedTwoHosts()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { Assets = ["/static/app.js"], WebSockets = ["/ws"] }, App, Repairs.Other("home", "/static"));

        Assert.Equal(
            App.Replace("host: shop.test", "host: app.shop.test", StringComparison.Ordinal).Replace("path: /app ", "path: / ", StringComparison.Ordinal), Repairs.After(plan));
        Assert.Contains(plan.Notes, n => n.Text.StartsWith("So the application moves to app.shop.test", StringComparison.Ordinal));
        Assert.Contains(plan.Notes, n => n.Text.Contains("/static", StringComparison.Ordinal));
        Assert.Contains("host: my.test", Repairs.After(Repairs.Plan(Repairs.Needs() with { Assets = ["/static/app.js"] }, "my.test", App, Repairs.Other("home", "/static"))), StringComparison.Ordinal);
    }

    [Fact]
    public void PathThatACatchAllAnswered_IsTaken_AndThatIsSaid()
    {
        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { Assets = ["/static/app.js"] }, App, Repairs.Other("home", "/"));

        Assert.Contains(plan.Notes, n => n.Text == "shop.test/static was answered by other/home until now, and comes to web then.");
    }

    [Theory]
    [InlineData("number: 80", "number: 8080", "ports: [{ port: 8080 }]")]
    [InlineData("name: http", "number: 8080", "ports: [{ port: 8080 }]")]
    [InlineData("name: http", "name: web", "ports: [{ name: web, port: 8080 }]")]
    public void PortThatIsNotThere_IsTheOnlyOneThereIs(string wrong, string right, string ports)
    {
        string service = $"---\napiVersion: v1\nkind: Service\nmetadata: {{ name: web, namespace: shop }}\nspec: {{ {ports} }}\n";
        string manifest = Captured.Replace("number: 80", wrong, StringComparison.Ordinal);

        Assert.Equal(manifest.Replace(wrong, right, StringComparison.Ordinal) + service, Repairs.After(Repairs.Plan(Repairs.Needs(), manifest + service)));
    }

    [Fact]
    public void PortThatCouldBeOneOfTwo_IsNotGuessed()
    {
        string service = "---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ name: a, port: 1 }, { name: b, port: 2 }] }\n";

        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs(), Captured + service);

        Assert.Empty(plan.Files);
        Assert.Contains(plan.Obstacles, o => o.Text.Contains("has no port 80", StringComparison.Ordinal));
    }

    [Fact]
    public void SnippetThatIsRefused_BecomesAnnotations()
    {
        string snippet = Captured.Replace(
            "annotations:\n", "annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: |\n      # back below\n      proxy_redirect / /app/;\n      proxy_cookie_path / /app/;\n",
            StringComparison.Ordinal);

        string after = Repairs.After(Repairs.Plan(Repairs.Needs() with { Redirects = ["/login"] }, snippet));

        Assert.Contains("proxy-redirect-from: /\n", after, StringComparison.Ordinal);
        Assert.Contains("proxy-redirect-to: /app/\n", after, StringComparison.Ordinal);
        Assert.Contains("proxy-cookie-path: / /app/\n", after, StringComparison.Ordinal);
        Assert.DoesNotContain("snippet", after, StringComparison.Ordinal);

        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs(), snippet.Replace("proxy_redirect / /app/", "sub_filter a b", StringComparison.Ordinal));
        Assert.Contains(plan.Obstacles, o => o.Text.Contains("sub_filter a b", StringComparison.Ordinal));
    }

    [Fact]
    public void NoIngressOfThePath_IsSaid() =>
        Assert.Contains("No Ingress of shop.test has the path /else", Repairs.Plan(Repairs.Needs() with { Prefix = "/else" }, App).Obstacles[0].Text, StringComparison.Ordinal);
}
