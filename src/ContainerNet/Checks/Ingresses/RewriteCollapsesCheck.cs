using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Checks.Ingresses;

/// <summary>A rewrite-target that takes nothing of the path over: every page, script and picture is the same to the application.</summary>
internal sealed partial class RewriteCollapsesCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_collapses = new(
        "CN7007", "A rewrite sends every path to the same place", Severity.Warning, "{0} of {1}: {2}, so that every path below it comes to the application as {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_collapses];

    public IEnumerable<Finding> Run(IngressFacts facts)
    {
        foreach ((IngressServer server, IngressLocation location, Ingress ingress, IngressPath path) in facts.Configuration.WrittenPaths())
        {
            if (location.NeedsRewrite && location.Options.Denied is null && Why(location) is { } why)
            {
                IngressAnnotation? annotation = ingress.Annotation($"{facts.Set.Controller.AnnotationsPrefix}/rewrite-target");
                string plain = path.Path.TrimEnd('/');
                string result = Capture().Replace(location.Options.RewriteTarget, "");
                yield return s_collapses.About(ingress.Subject(), IngressWords.Address(server.Host, path), ingress.Key, why, result.Length > 0 ? result : "/") with
                {
                    Evidence = [.. annotation is null ? Array.Empty<Evidence>() : [IngressWords.Evidence(annotation)], IngressWords.Evidence(server.Host, ingress, path)],
                    Remedy = IngressWords.LooksLikePattern(plain)
                        ? "Put what the application is to get into a group of the path, and name the group in rewrite-target."
                        : $"Write path: {plain}(/|$)(.*) with pathType: ImplementationSpecific, and {facts.Set.Controller.AnnotationsPrefix}/rewrite-target: {location.Options.RewriteTarget.TrimEnd('/')}/$2",
                };
            }
        }
    }

    /// <summary>Why nothing is taken over; null where something is, where only one path fits, and where the pattern is not understood.</summary>
    private static string? Why(IngressLocation location)
    {
        string target = location.Options.RewriteTarget;
        if (location.Path.EndsWith('$') && !location.Path.EndsWith("\\$", StringComparison.Ordinal) && !location.Path.AsSpan().ContainsAny("(*+[."))
        {
            return null;
        }

        int[] named = [.. Capture().Matches(target).Select(m => int.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))];
        if (named.Length == 0)
        {
            return target.Contains('$', StringComparison.Ordinal) ? null : $"rewrite-target {target} takes nothing of the path over";
        }

        Pcre pattern = new($"(?i){location.Path}", ignoreCase: false);
        return !pattern.IsUnderstood || named.Any(n => n <= pattern.Names.Count) ? null
            : $"rewrite-target {target} names group {named.Min()}, and the path has {(pattern.Names.Count == 0 ? "none" : $"only {pattern.Names.Count}")}";
    }

    [GeneratedRegex(@"\$(?<number>[1-9])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capture();
}
