using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Sources;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Collection;

/// <summary>
/// Has resources applied by the API server through kubectl, which owns its addresses and its credentials. The server, and its webhooks, are asked
/// first what they would say (dry run); only where they would take all of it is it done.
/// </summary>
/// <param name="host">The host with kubectl.</param>
/// <param name="options">Which cluster.</param>
public sealed class ManifestApplier(IHost host, ClusterOptions options)
{
    private const int Lines = 20;

    /// <summary>Tries them, and then applies them.</summary>
    /// <param name="resources">Documents of JSON or YAML.</param>
    /// <param name="cancellationToken">Ends kubectl.</param>
    /// <returns>What kubectl said, a line a resource.</returns>
    /// <exception cref="ContainerNetException">ToolFailed and PermissionDenied, in kubectl's words; ToolMissing, TimedOut.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(string resources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resources);
        _ = await RunAsync(resources, isTrial: true, cancellationToken);
        return await RunAsync(resources, isTrial: false, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> RunAsync(string resources, bool isTrial, CancellationToken cancellationToken)
    {
        // The manager of fields is kubectl's own, so that what people apply afterwards meets no foreign one.
        List<string> arguments = ["kubectl", "apply", "--server-side", .. isTrial ? ["--dry-run=server"] : Array.Empty<string>(), "--filename=-"];
        arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--request-timeout={(int)Math.Ceiling(options.Limit.TotalSeconds)}s"));
        if (options.Kubeconfig is not null)
        {
            arguments.Add($"--kubeconfig={options.Kubeconfig}");
        }

        if (options.Context is not null)
        {
            arguments.Add($"--context={options.Context}");
        }

        CommandResult result = await host.RunAsync(
            new CommandLine { Arguments = arguments, Input = resources, Limit = options.Limit + TimeSpan.FromSeconds(5) }, cancellationToken);
        if (result.Succeeded)
        {
            return Words(result.Output);
        }

        IReadOnlyList<string> words = Words(result.Error);
        string reason = words.Count > 0 ? string.Join('\n', words) : ToolText.Reason(result);
        throw new ContainerNetException(
            reason.Contains("(Forbidden)", StringComparison.Ordinal) ? Problem.PermissionDenied : Problem.ToolFailed, "kubectl",
            $"kubectl apply --server-side{(isTrial ? " --dry-run=server" : "")}: {reason}{(isTrial ? "\nNothing was applied." : "")}");
    }

    /// <summary>Its lines, each once: it repeats for every resource what is to be done about one of them.</summary>
    private static IReadOnlyList<string> Words(string text) =>
        [.. text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)).Take(1000).Select(l => ToolText.Clean(l)).Distinct(StringComparer.Ordinal).Take(Lines)];
}
