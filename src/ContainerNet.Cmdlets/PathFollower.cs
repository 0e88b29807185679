using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Probes;
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
    public static IEnumerable<TraceQuestion> Questions(Snapshot facts, IEnumerable<ContainerPort> ports) => ports
        .GroupBy(p => (p.Engine, p.Container, p.HostPort, p.Protocol))
        .Select(same => same.FirstOrDefault(p => p.HostAddress?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            ?? same.First())
        .Select(port => TraceQuestions.Of(facts, port, Vantage.External))
        .OfType<TraceQuestion>();

    /// <summary>Follows one.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    public Task<PacketPath> FollowAsync(TraceQuestion question, CancellationToken cancellationToken) =>
        _tracer.TraceAsync(question, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _host.Dispose();
    }
}
