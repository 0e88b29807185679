namespace ContainerNet.Sources.Ingresses;

/// <summary>Which cluster is read, in the words of kubectl.</summary>
public sealed record ClusterOptions
{
    /// <summary>The context; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>The only namespace that is read; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The file that kubectl is configured by; null for the usual ones.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>How long one question may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);
}
