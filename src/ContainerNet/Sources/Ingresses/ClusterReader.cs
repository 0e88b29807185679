using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>
/// Reads a cluster through kubectl, which owns its addresses and its credentials. One question a kind, and no secrets. A kind that may not be
/// listed is a gap, and stays unknown; without ingresses there is nothing to say.
/// </summary>
public static partial class ClusterReader
{
    /// <summary>The controller is anywhere, whichever namespace is asked for.</summary>
    private const string Controller = "app.kubernetes.io/name=ingress-nginx";

    private static readonly (string Kind, bool IsNamespaced, string Selector)[] s_kinds =
    [
        ("ingresses.networking.k8s.io", true, ""), ("ingressclasses.networking.k8s.io", false, ""), ("services", true, ""),
        ("endpointslices.discovery.k8s.io", true, ""), ("deployments.apps", false, Controller), ("daemonsets.apps", false, Controller), ("configmaps", false, Controller),
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="ContainerNetException">ToolMissing, TimedOut, PermissionDenied, ToolFailed, ConfigUnreadable.</exception>
    public static async Task<IngressSet> ReadAsync(IHost host, ClusterOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ManifestCollector collector = new(options.Namespace ?? "default");
        Dictionary<string, Gap> gaps = new(StringComparer.Ordinal);
        foreach ((string kind, bool isNamespaced, string selector) in s_kinds)
        {
            string name = kind.Split('.')[0];
            CommandResult result = await host.RunAsync(
                new CommandLine { Arguments = Arguments(options, kind, isNamespaced, selector), Limit = options.Limit + TimeSpan.FromSeconds(5) }, cancellationToken);
            if (result.Succeeded)
            {
                collector.Add([JsonTree.Read($"kubectl get {name}", result.Output)]);
                continue;
            }

            // kubectl prints an empty list beside its refusal, which must not be taken for an answer.
            string reason = Reason(result);
            if (name == "ingresses")
            {
                throw new ContainerNetException(
                    reason.Contains("Forbidden", StringComparison.Ordinal) ? Problem.PermissionDenied : Problem.ToolFailed, "kubectl", $"kubectl get {kind}: {reason}");
            }

            gaps[name] = new Gap
            {
                Facts = FactKinds.None,
                Source = $"kubectl get {kind}",
                Reason = reason,
                Remedy = $"Have the right to list {kind} given to you, or read as somebody who has it.",
                SkippedCodes = name switch { "services" => ["CN7006", "CN7009"], "endpointslices" => ["CN7006"], _ => [] },
            };
        }

        if (options.Namespace is not null)
        {
            gaps["other namespaces"] = new Gap
            {
                Facts = FactKinds.None,
                Source = $"kubectl --namespace {options.Namespace}",
                Reason = "ingresses of other namespaces were not read, and they may share hosts with these",
                Remedy = "Read all namespaces.",
                Partial = true,
                SkippedCodes = ["CN7008", "CN7011"],
            };
        }

        return collector.Finish(complete: true, gaps);
    }

    private static List<string> Arguments(ClusterOptions options, string kind, bool isNamespaced, string selector)
    {
        // Options of a command may not stand before it.
        List<string> arguments = ["kubectl", "get", kind, "--output=json"];
        arguments.Add(isNamespaced && options.Namespace is not null ? $"--namespace={options.Namespace}" : "--all-namespaces");
        arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--request-timeout={(int)Math.Ceiling(options.Limit.TotalSeconds)}s"));
        if (selector.Length > 0)
        {
            arguments.Add($"--selector={selector}");
        }

        if (options.Kubeconfig is not null)
        {
            arguments.Add($"--kubeconfig={options.Kubeconfig}");
        }

        if (options.Context is not null)
        {
            arguments.Add($"--context={options.Context}");
        }

        return arguments;
    }

    /// <summary>The last of its words: lines of its log come before them.</summary>
    private static string Reason(CommandResult result)
    {
        string? line = result.Error.Split('\n').LastOrDefault(l => !string.IsNullOrWhiteSpace(l) && !LogLine().IsMatch(l));
        return line is null ? ToolText.Reason(result) : ToolText.Clean(line);
    }

    [GeneratedRegex(@"^[IWEF]\d{4} ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();
}
