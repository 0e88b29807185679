using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>Manifests of tests, read as those of users are.</summary>
internal static class Manifests
{
    public const string Class = """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: nginx }
        spec: { controller: k8s.io/ingress-nginx }
        """;

    /// <summary>Reads texts, each of which may hold many documents.</summary>
    public static IngressSet Read(params string[] texts) => ManifestReader.Read(new BareHost(), new YamlDotNetReader(), new ManifestOptions
    {
        Texts = [.. texts.Select((t, i) => new KeyValuePair<string, string>(i == 0 ? "app.yaml" : $"app{i}.yaml", t))],
    });

    /// <summary>An Ingress of one path.</summary>
    public static string Ingress(
        string name, string path, string type = "Prefix", string host = "shop.test", string space = "default", string annotations = "", string created = "", string service = "web")
    {
        string notes = string.Concat(annotations.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(a => $"\n    nginx.ingress.kubernetes.io/{a.Trim()}"));
        return $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {{name}}
              namespace: {{space}}{{(created.Length > 0 ? $"\n  creationTimestamp: \"{created}\"" : "")}}{{(notes.Length > 0 ? "\n  annotations:" + notes : "")}}
            spec:
              ingressClassName: nginx
              rules:
              - host: "{{host}}"
                http:
                  paths:
                  - path: "{{path.Replace("\\", "\\\\", StringComparison.Ordinal)}}"
                    pathType: {{type}}
                    backend: { service: { name: {{service}}, port: { number: 80 } } }

            """;
    }
}
