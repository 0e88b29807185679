using System.Net;

namespace ContainerNet.Model.Compose;

/// <summary>Who stands in the way of a port of the host.</summary>
public sealed record PortConflict
{
    /// <summary>Is it there now, or does the same project want it?</summary>
    public required PortHolder Holder { get; init; }

    /// <summary>The address that it holds; null for all of them.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The port.</summary>
    public required int HostPort { get; init; }

    /// <summary>The container that the port is published for.</summary>
    public string? Container { get; init; }

    /// <summary>The process that listens there, where it is known.</summary>
    public int? ProcessId { get; init; }

    /// <summary>That process's name.</summary>
    public string? ProcessName { get; init; }

    /// <summary>The service that wants it too.</summary>
    public string? Service { get; init; }

    /// <summary>The file and line of that service's wish.</summary>
    public string? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Holder switch
    {
        PortHolder.Container => $"container {Container}",
        PortHolder.Service => $"service {Service} ({Source?[(Source.LastIndexOf('/') + 1)..]})",
        _ => ProcessName is null ? "a process that is not known" : ProcessId is int id ? $"{ProcessName} (process {id})" : ProcessName,
    };
}
