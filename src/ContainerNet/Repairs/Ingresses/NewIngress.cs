using System.Globalization;
using System.Text;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Writes an Ingress that stands beside another one.</summary>
internal static class NewIngress
{
    /// <summary>Annotations that are about a path or a host and not about who may come in: a second Ingress must not have them.</summary>
    private static readonly string[] s_own =
    [
        "rewrite-target", "use-regex", "app-root", "x-forwarded-prefix", "permanent-redirect", "permanent-redirect-code", "temporal-redirect", "temporal-redirect-code",
        "server-alias", "from-to-www-redirect", "configuration-snippet", "server-snippet", "canary", "canary-weight", "canary-weight-total", "canary-by-header",
        "canary-by-header-value", "canary-by-header-pattern", "canary-by-cookie",
    ];

    /// <summary>The annotations of an Ingress that one beside it needs as well: who may come in, and how the service is spoken to.</summary>
    public static Dictionary<string, string> Shared(Ingress ingress, string prefix)
    {
        Dictionary<string, string> shared = new(StringComparer.Ordinal);
        foreach (IngressAnnotation annotation in ingress.Annotations)
        {
            bool isControllers = annotation.Name.StartsWith(prefix + "/", StringComparison.Ordinal);
            if (annotation.Name == "kubernetes.io/ingress.class" || (isControllers && !s_own.Contains(annotation.Name[(prefix.Length + 1)..])))
            {
                shared[annotation.Name] = annotation.Value;
            }
        }

        return shared;
    }

    /// <summary>The text.</summary>
    /// <param name="target">The path that it stands beside, whose backend it has.</param>
    /// <param name="comment">Why it is there.</param>
    /// <param name="name">Its name.</param>
    /// <param name="hasNamespace">Does the other one name its namespace?</param>
    /// <param name="host">The host.</param>
    /// <param name="annotations">The annotations.</param>
    /// <param name="paths">The paths.</param>
    public static string Write(
        IngressTarget target, string comment, string name, bool hasNamespace, string host, IReadOnlyDictionary<string, string> annotations,
        IReadOnlyList<(string Path, string Type)> paths)
    {
        IngressBackend backend = target.Path.Backend;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {comment}\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {name}\n");
        text.Append(hasNamespace ? $"  namespace: {target.Ingress.Namespace}\n" : "");
        text.Append(annotations.Count > 0 ? "  annotations:\n" : "");
        foreach ((string key, string value) in annotations)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {key}: {YamlWords.Of(value)}\n");
        }

        text.Append("spec:\n");
        text.Append(target.Ingress.ClassName is { } ofClass ? $"  ingressClassName: {YamlWords.Of(ofClass)}\n" : "");
        text.Append(host.Length > 0 ? $"  rules:\n    - host: {(host[0] == '*' ? $"\"{host}\"" : host)}\n      http:\n" : "  rules:\n    - http:\n");
        text.Append("        paths:\n");
        foreach ((string path, string type) in paths)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                          - path: {YamlWords.Of(path)}
                            pathType: {type}
                            backend:
                              service:
                                name: {backend.Service}
                                port:
                                  {(backend.PortNumber is { } number ? $"number: {number}" : $"name: {YamlWords.Of(backend.PortName ?? "")}")}

                """);
        }

        return text.ToString();
    }
}
