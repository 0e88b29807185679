using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>Where to knock, from where, and how long to wait.</summary>
public sealed record PortProbe
{
    /// <summary>Where the probe stands.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The address to knock at.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port to knock at.</summary>
    public required int Port { get; init; }

    /// <summary>The transport; SCTP is not probed.</summary>
    public Protocol Protocol { get; init; }

    /// <summary>The container's name, for the result.</summary>
    public string? Container { get; init; }

    /// <summary>A process of the container, whose network namespace is the place to stand for <see cref="Vantage.Container"/>.</summary>
    public int ContainerProcessId { get; init; }

    /// <summary>The time for all of it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a connect, how long to wait for a forwarder to give up on the application behind it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The port inside the container, which tells what to say over UDP; the port itself when not given.</summary>
    public int ApplicationPort { get; init; }

    /// <summary>The path to ask for over HTTP, or null to connect only.</summary>
    public string? HttpPath { get; init; }
}
