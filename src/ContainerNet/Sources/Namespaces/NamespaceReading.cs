using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Namespaces;

/// <summary>What one visit of a container's network namespace told.</summary>
internal sealed record NamespaceReading
{
    /// <summary>TCP sockets that listen, as the kernel told; null when it was not asked or did not tell.</summary>
    public IReadOnlyList<NetlinkMessage>? Listeners { get; init; }

    /// <summary>The namespace; null when it was not asked for or could not be read.</summary>
    public NetworkNamespace? Namespace { get; init; }

    /// <summary>What could not be read and why; null when nothing is missing.</summary>
    public string? Failure { get; init; }
}
