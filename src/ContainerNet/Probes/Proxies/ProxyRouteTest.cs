using System.Net;
using ContainerNet.Findings;
using ContainerNet.Paths;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Probes.Proxies;

/// <summary>One step of a request's way through a proxy: what is expected of it, and what was seen.</summary>
public sealed record ProxyRouteTest
{
    /// <summary>The step.</summary>
    public required RouteStep Step { get; init; }

    /// <summary>What is asked for at this step.</summary>
    public required string Url { get; init; }

    /// <summary>What the facts let expect: the verdict of the packet's path, what the proxy's configuration says.</summary>
    public string Expected { get; init; } = "";

    /// <summary>What was seen: the status of the answer, or why there was none; empty when nothing was sent.</summary>
    public string Status { get; init; } = "";

    /// <summary>The server and the location that take it, with file and line.</summary>
    public string Location { get; init; } = "";

    /// <summary>Where the proxy passes it on to.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>The address that was connected to, or would be.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port that was connected to, or would be.</summary>
    public int? Port { get; init; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was read or sent, and where.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Where the answers part; only the last step of a way tells.</summary>
    public RouteParting? Parting { get; init; }

    /// <summary>The faults of the proxy and of its surroundings that explain it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The predicted way of the packets of this step.</summary>
    public PacketPath? Path { get; init; }

    /// <summary>The engine of the proxy's container; null on the host.</summary>
    public string? Engine { get; init; }

    /// <summary>The container: the application's at that step, the proxy's elsewhere; null on the host.</summary>
    public string? Container { get; init; }

    /// <summary>The host.</summary>
    public string HostName { get; init; } = "";
}
