using ContainerNet.Hosting;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>A network namespace to send from or to look into.</summary>
internal sealed class Standpoint
{
    private readonly int _processId;
    private readonly ExternalVantage? _external;

    private Standpoint(int processId, ExternalVantage? external)
    {
        _processId = processId;
        _external = external;
    }

    /// <summary>The namespace of this process: the host's.</summary>
    public static Standpoint Here { get; } = new(0, null);

    /// <summary>The namespace of a process, such as a container's.</summary>
    public static Standpoint Of(int processId) => new(processId, null);

    /// <summary>Another machine.</summary>
    public static Standpoint Of(ExternalVantage external) => new(0, external);

    /// <summary>Runs code there; sockets made there stay there.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied, or what the code throws.</exception>
    public T Run<T>(Func<T> work) => _external is not null ? _external.Run(work)
        : _processId > 0 ? NamespaceThread.Run(_processId, work)
        : work();
}
