using System.IO.Enumeration;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Which findings are wanted. What is null or empty does not restrict.</summary>
public sealed record CheckFilter
{
    /// <summary>Names of containers; * and ? are wildcards.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>Published host ports, or ports inside containers.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Names of networks; * and ? are wildcards.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Names of engines; * and ? are wildcards.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [];

    /// <summary>Only findings of these codes; * and ? are wildcards.</summary>
    public IReadOnlyList<string> IncludeCodes { get; init; } = [];

    /// <summary>No findings of these codes; * and ? are wildcards.</summary>
    public IReadOnlyList<string> ExcludeCodes { get; init; } = [];

    /// <summary>Only findings this bad.</summary>
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>Is a finding wanted? One that is about the host or a whole engine touches every container and port.</summary>
    internal bool Wants(Finding finding, Snapshot facts) =>
        (IncludeCodes.Count == 0 || Fits(IncludeCodes, finding.Code))
        && !Fits(ExcludeCodes, finding.Code)
        && (Severities.Count == 0 || Severities.Contains(finding.Severity))
        && (Engines.Count == 0 || finding.Engine is null || Fits(Engines, finding.Engine))
        && (Containers.Count == 0 || IsAboutContainer(finding, facts))
        && (Networks.Count == 0 || IsAboutNetwork(finding, facts))
        && (Ports.Count == 0 || IsAboutPort(finding, facts));

    private bool IsAboutContainer(Finding finding, Snapshot facts)
    {
        if (finding.Container is not null)
        {
            return Fits(Containers, finding.Container);
        }

        return finding.Network is null
            || facts.Containers.Any(c => Fits(Containers, c.Name) && IsOn(c, finding.Network));
    }

    private bool IsAboutNetwork(Finding finding, Snapshot facts)
    {
        if (finding.Network is not null)
        {
            return Fits(Networks, finding.Network);
        }

        return finding.Container is null || facts.Containers.Any(c =>
            string.Equals(c.Name, finding.Container, StringComparison.Ordinal)
            && c.Endpoints.Any(e => Fits(Networks, e.Network)));
    }

    private bool IsAboutPort(Finding finding, Snapshot facts)
    {
        if (finding.Port is int port && Ports.Contains(port))
        {
            return true;
        }

        if (finding.Container is null && finding.Network is null)
        {
            return finding.Port is null;
        }

        return facts.Containers.Any(c =>
            (finding.Container is null || string.Equals(c.Name, finding.Container, StringComparison.Ordinal))
            && (finding.Network is null || IsOn(c, finding.Network))
            && c.PortBindings.Concat(c.ActivePorts).Any(b => IsAsked(b)
                && (finding.Port is null || finding.Port == b.HostPort)));
    }

    private bool IsAsked(PortBinding binding) => Ports.Contains(binding.HostPort) || Ports.Contains(binding.ContainerPort);

    private static bool IsOn(Container container, string network) =>
        container.Endpoints.Any(e => string.Equals(e.Network, network, StringComparison.Ordinal));

    private static bool Fits(IReadOnlyList<string> patterns, string name) =>
        patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, name, ignoreCase: true));
}
