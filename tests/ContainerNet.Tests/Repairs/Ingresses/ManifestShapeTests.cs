namespace ContainerNet.Repairs.Ingresses;

/// <summary>Manifests as people and programs write them.</summary>
public sealed class ManifestShapeTests
{
    [Fact]
    public void Flow_IsEditedInItsBraces()
    {
        const string Flow = """
            { apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web },
              spec: { ingressClassName: nginx, rules: [{ host: shop.test, http: { paths: [{ path: "/app", pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] } }

            """;

        Assert.Equal(
            Flow.Replace("name: web }", "name: web, annotations: { \"nginx.ingress.kubernetes.io/rewrite-target\": \"/$2\" } }", StringComparison.Ordinal)
                .Replace("\"/app\", pathType: Prefix", "\"/app(/|$)(.*)\", pathType: \"ImplementationSpecific\"", StringComparison.Ordinal)
                .Replace("{ name: web, annotations: { \"nginx.ingress.kubernetes.io/rewrite-target\": \"/$2\" } }, port", "{ name: web, port", StringComparison.Ordinal),
            Repairs.After(Repairs.Plan(Repairs.Needs(), Flow)));
    }

    [Fact]
    public void List_IsEditedInItsItem()
    {
        const string List = """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: v1
              kind: ConfigMap
              metadata: {name: other}
            - apiVersion: networking.k8s.io/v1
              kind: Ingress
              metadata:
                annotations:
                  # who made it
                  team: web
                name: web
              spec:
                ingressClassName: nginx
                rules:
                - host: shop.test
                  http:
                    paths:
                    - backend:
                        service:
                          name: web
                          port:
                            number: 80
                      path: '/app'

            """;

        Assert.Equal(
            List.Replace("team: web\n", "team: web\n      nginx.ingress.kubernetes.io/rewrite-target: /$2\n", StringComparison.Ordinal)
                .Replace("path: '/app'\n", "path: '/app(/|$)(.*)'\n          pathType: ImplementationSpecific\n", StringComparison.Ordinal),
            Repairs.After(Repairs.Plan(Repairs.Needs(), List)));
    }

    [Fact]
    public void DocumentsBefore_AndLineEnds_Stay()
    {
        string text = ("---\n# first\napiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n" + Repairs.Other("web", "/app").Replace("\n\n", "\n", StringComparison.Ordinal)
            + "---\n# last\napiVersion: v1\nkind: Namespace\nmetadata: {name: y}\n").ReplaceLineEndings("\r\n");

        string after = Repairs.After(Repairs.Plan(Repairs.Needs(), text));

        Assert.Equal(
            text.Replace("namespace: other\r\n", "namespace: other\r\n  annotations:\r\n    nginx.ingress.kubernetes.io/rewrite-target: /$2\r\n", StringComparison.Ordinal)
                .Replace("path: \"/app\"\r\n        pathType: Prefix", "path: \"/app(/|$)(.*)\"\r\n        pathType: ImplementationSpecific", StringComparison.Ordinal), after);
    }

    [Theory]
    [InlineData("annotations: &notes { team: web }", "shared with others in the file (&notes)")]
    [InlineData("annotations: &notes\n    team: web", "shared with others in the file (&notes)")]
    public void SharedAnnotations_AreRefused(string annotations, string reason)
    {
        string text = Repairs.Other("web", "/app").Replace("namespace: other", $"namespace: other\n  {annotations}", StringComparison.Ordinal)
            + Repairs.Other("two", "/two").Replace("namespace: other", "namespace: other\n  labels: {}", StringComparison.Ordinal);

        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs(), text);

        Assert.Empty(plan.Files);
        Assert.Contains(plan.Obstacles, o => o.Text.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void AliasOfThePath_IsWrittenOut()
    {
        string text = Repairs.Other("web", "/app").Replace("path: \"/app\"", "path: *p", StringComparison.Ordinal).Replace("namespace: other", "namespace: other\n  labels: { path: &p /app }", StringComparison.Ordinal);

        Assert.Contains("- path: /app(/|$)(.*)\n", Repairs.After(Repairs.Plan(Repairs.Needs(), text)), StringComparison.Ordinal);
    }

    [Fact]
    public void SecondIngress_IsNotPutIntoJson()
    {
        const string Json = """
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web"},"spec":{"ingressClassName":"nginx","rules":[{"host":"shop.test","http":{"paths":[
            {"path":"/app","pathType":"Prefix","backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}}

            """;

        string after = Repairs.After(Repairs.Plan(Repairs.Needs(), Json));
        Assert.Contains("\"metadata\":{\"name\":\"web\", \"annotations\": { \"nginx.ingress.kubernetes.io/rewrite-target\": \"/$2\" }}", after, StringComparison.Ordinal);
        using System.Text.Json.JsonDocument parsed = System.Text.Json.JsonDocument.Parse(after);

        IngressRepairPlan plan = Repairs.Plan(Repairs.Needs() with { Assets = ["/static/x.js"] }, Json);
        Assert.Contains(plan.Obstacles.Concat(plan.Notes), o => o.Text.Contains("a file of JSON holds one resource", StringComparison.Ordinal));
    }
}
