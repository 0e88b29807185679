using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Repairs.Running;
using ContainerNet.Tracing;

namespace ContainerNet.Cmdlets;

/// <summary>Follows the packets that prove or refute a diagnosis.</summary>
internal sealed class PathFollower : IDisposable
{
    private readonly LinuxHost _host = new();
    private readonly PathTracer _tracer;

    /// <summary>For the host of a snapshot that was taken a moment ago.</summary>
    public PathFollower(Snapshot facts) => _tracer = new PathTracer(_host, facts, new SettingJournal(_host));

    /// <summary>One packet from another machine to each published port.</summary>
    public static IEnumerable<PathQuestion> Questions(Snapshot facts, IEnumerable<ContainerPort> ports) => ports
        .GroupBy(p => (p.Engine, p.Container, p.HostPort, p.Protocol))
        .Select(same => same.FirstOrDefault(p => p.HostAddress?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            ?? same.First())
        .Select(port => PathQuestion.Of(facts, port, Vantage.External))
        .OfType<PathQuestion>();

    /// <summary>One container of each bridge network, to see whether its members can get out.</summary>
    public static IEnumerable<Container> Senders(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: false, ProcessId: > 0 }
            && facts.Engines.Any(e => e.Name == container.Engine && !e.Rootless)
        let way = container.Endpoints.FirstOrDefault(e => e.Gateway is not null && e.IPv4 is not null)
        where way is not null
        group container by (container.Engine, way.Network) into members
        select members.First();

    /// <summary>Follows what a container sends to another machine.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    public Task<PacketPath?> FollowOutwardAsync(Container sender, CancellationToken cancellationToken) =>
        _tracer.TraceOutwardAsync(sender, cancellationToken);

    /// <summary>Follows one.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    public Task<PacketPath> FollowAsync(PathQuestion question, CancellationToken cancellationToken) =>
        _tracer.TraceAsync(question, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _host.Dispose();
    }
}
