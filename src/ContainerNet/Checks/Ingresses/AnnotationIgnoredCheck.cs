using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>An annotation that this version of the controller, or its settings, pass over; or on account of which the whole Ingress is.</summary>
internal sealed class AnnotationIgnoredCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_ignored = new(
        "CN7010", "An annotation does not do what it says", Severity.Warning, "{0}: {1} {2}{3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_ignored];

    public IEnumerable<Finding> Run(IngressFacts facts)
    {
        foreach ((Ingress ingress, IngressOptions options) in facts.Configuration.Served.OrderBy(s => s.Key.Key, StringComparer.Ordinal))
        {
            foreach (AnnotationIssue issue in options.Issues)
            {
                yield return About(facts.Set, ingress, issue);
            }
        }

        foreach (IngressExclusion exclusion in facts.Configuration.Excluded.Where(e => !e.IsForeign))
        {
            foreach (AnnotationIssue issue in IngressOptions.Of(exclusion.Ingress, facts.Set.Controller).Issues)
            {
                yield return About(facts.Set, exclusion.Ingress, issue);
            }
        }
    }

    private static Finding About(IngressSet set, Ingress ingress, AnnotationIssue issue)
    {
        bool isRefused = issue.Fate == AnnotationFate.RefusesIngress || (!set.IsCluster && issue.Reason.StartsWith("is a snippet", StringComparison.Ordinal));
        string consequence = isRefused ? set.IsCluster ? "; the controller passes over the whole Ingress" : "; the whole Ingress is refused"
            : issue.Fate == AnnotationFate.DeniesPaths ? "; every path of the Ingress answers 503" : "";
        ControllerSettings settings = set.Controller;
        string version = settings.Version is { } known ? $"ingress-nginx {known}" : "ingress-nginx, as its last version is set by default";
        return s_ignored.About(ingress.Subject(), ingress.Subject(), issue.Annotation.Name, issue.Reason, consequence) with
        {
            Severity = isRefused || issue.Fate == AnnotationFate.DeniesPaths ? Severity.Error : Severity.Warning,
            Evidence =
            [
                IngressWords.Evidence(issue.Annotation with { Value = Shortened(issue.Annotation.Value) }),
                new Evidence
                {
                    Source = settings.Source.Length > 0 ? settings.Source : "assumed",
                    Value = $"{version}: annotations-risk-level {settings.RiskLevel}, allow-snippet-annotations {(settings.AllowsSnippets ? "true" : "false")}",
                },
            ],
            Remedy = Remedy(settings, issue),
        };
    }

    private static string Remedy(ControllerSettings settings, AnnotationIssue issue)
    {
        string name = issue.Annotation.Name[(issue.Annotation.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return name.EndsWith("-snippet", StringComparison.Ordinal)
            ? $"Do without it: {settings.AnnotationsPrefix}/proxy-redirect-from, proxy-cookie-path and rewrite-target say most of it. An administrator may set "
                + "allow-snippet-annotations: \"true\" and annotations-risk-level: Critical in the controller's ConfigMap; whoever may write an Ingress may then read every secret of the controller."
            : issue.Reason.StartsWith("is of risk", StringComparison.Ordinal) ? "Take it out, or have annotations-risk-level raised in the controller's ConfigMap."
            : "Take it out, or mend its name or its value.";
    }

    private static string Shortened(string value) => value.Length > 120 ? value[..120] + "…" : value;
}
