using ContainerNet.Model.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>An Ingress in words without its places, so that two readings can be held against each other.</summary>
internal static class IngressText
{
    /// <summary>The words.</summary>
    public static string Of(Ingress ingress) => string.Join('\n',
        [
            ingress.Key, ingress.ApiVersion, ingress.ClassName ?? "-", ingress.DefaultBackend?.ToString() ?? "-",
            .. ingress.Annotations.Select(a => a.ToString()),
            .. ingress.Rules.SelectMany(r => (r.Paths ?? []).Select(p => $"{r.Host} {p.Path} {p.Type} {p.Backend}").Prepend(r.Host)),
            .. ingress.Tls.Select(t => $"{string.Join(',', t.Hosts)} {t.SecretName}"),
        ]);
}
