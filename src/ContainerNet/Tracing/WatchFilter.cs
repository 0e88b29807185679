using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Which real packets to watch, in the words of a user.</summary>
public sealed record WatchFilter
{
    /// <summary>A container, or an address of this host, that sends them; null for anybody.</summary>
    public string? From { get; init; }

    /// <summary>Containers, addresses, or addresses with a port; none for all.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Destination ports; for a container its published ports, or else its own.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The transport; null for tcp and udp.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>An address or range that they come from; null for all.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>To the containers of <see cref="To"/>, or from them.</summary>
    public TraceDirection Direction { get; init; }

    /// <summary>Also packets of connections that are open already.</summary>
    public bool AllPackets { get; init; }

    /// <summary>At most so many a second; null for no limit.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Also the rules that decided nothing.</summary>
    public bool Full { get; init; }
}
