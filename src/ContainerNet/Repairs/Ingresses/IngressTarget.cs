using System.Buffers;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>The path of an Ingress that an application is meant to stand under.</summary>
/// <param name="Ingress">The Ingress.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Path">The path.</param>
internal sealed record IngressTarget(Ingress Ingress, IngressRule Rule, IngressPath Path)
{
    private static readonly SearchValues<char> s_signs = SearchValues.Create("^$[](){}*+?|\\");

    /// <summary>Finds the one that is meant: by host and prefix, what the controller serves first; else the one that answers the page.</summary>
    public static IngressTarget? Find(IngressSet set, IngressConfiguration configuration, VisitNeeds needs)
    {
        string host = needs.Page.IdnHost, prefix = needs.Prefix.TrimEnd('/');
        IngressTarget? found = set.Ingresses
            .SelectMany(i => i.Rules.SelectMany(r => (r.Paths ?? []).Select(p => new IngressTarget(i, r, p))))
            .Where(t => Literal(t.Path.Path) == prefix && Covers(t.Rule.Host, host) && t.Path.Backend.Service is not null)
            .OrderBy(t => Rank(configuration, t.Ingress)).ThenBy(t => t.Rule.Host == host ? 0 : t.Rule.Host.Length > 0 ? 1 : 2)
            .ThenBy(t => t.Path.Type == IngressPathType.Exact ? 1 : 0).FirstOrDefault();
        if (found is not null)
        {
            return found;
        }

        IngressLocation? location = new IngressResolver(configuration).Resolve(needs.Page).Location;
        return location is { Ingress: { } ingress, Written: { } written } && location.NeedsRewrite && Literal(written.Path).Length > 0
            && ingress.Rules.FirstOrDefault(r => r.Paths?.Contains(written) is true) is { } rule ? new IngressTarget(ingress, rule, written) : null;
    }

    /// <summary>What a path says before its first sign of a pattern, without a slash at its end.</summary>
    public static string Literal(string path)
    {
        int end = path.AsSpan().IndexOfAny(s_signs);
        if (end < 0)
        {
            return path.TrimEnd('/');
        }

        // A sign that repeats is about the character before it.
        return path[..(path[end] is '?' or '*' or '{' && end > 0 ? end - 1 : end)].TrimEnd('/');
    }

    private static int Rank(IngressConfiguration configuration, Ingress ingress) => configuration.Served.ContainsKey(ingress) ? 0
        : configuration.Excluded.Any(e => ReferenceEquals(e.Ingress, ingress) && e.IsForeign) ? 2 : 1;

    private static bool Covers(string rule, string host) => rule.Length == 0 || rule.Equals(host, StringComparison.OrdinalIgnoreCase)
        || (rule.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot
            && host[dot..].Equals(rule[1..], StringComparison.OrdinalIgnoreCase));
}
