using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>What is missing when an engine does not tell.</summary>
internal static class EngineGaps
{
    internal static Gap Partial(EngineSocket socket, string reason) => new()
    {
        Facts = FactKinds.Engines,
        Source = $"{socket.Name} at {socket.Path}",
        Reason = EngineText.Clean(reason),
        Remedy = "Look again; if it stays, report it with the engine's version.",
        Partial = true,
    };

    internal static Gap Failed(EngineSocket socket, ContainerNetException error, bool partial) => new()
    {
        Facts = FactKinds.Engines,
        Source = $"{socket.Name} at {socket.Path}",
        Reason = EngineText.Clean(error.Message),
        Remedy = Remedy(socket, error.Problem),
        Partial = partial,
    };

    internal static Gap NotRunning(EngineSocket socket, bool partial) => new()
    {
        Facts = FactKinds.Engines,
        Source = $"{socket.Name} at {socket.Path}",
        Reason = "dockerd does not run; connecting to its socket would make systemd start it, and a look changes nothing",
        Remedy = "Start the engine (systemctl start docker.service), then look again.",
        Partial = partial,
    };

    internal static Gap None(string? pattern) => pattern is null
        ? new Gap
        {
            Facts = FactKinds.Engines,
            Source = "engine sockets",
            Reason = "no engine socket found",
            Remedy = "Start Docker or Podman's API (systemctl start docker.service, or podman.socket), "
                + "or name its socket in DOCKER_HOST or CONTAINER_HOST as unix:///path.",
        }
        : new Gap
        {
            Facts = FactKinds.Engines,
            Source = "engine sockets",
            Reason = $"no engine is called {EngineText.Clean(pattern)}",
            Remedy = "Name one of the engines that Get-ContainerEngine shows: docker, podman, or podman:USER.",
        };

    internal static Gap Elsewhere(string variable) => new()
    {
        Facts = FactKinds.Engines,
        Source = variable,
        Reason = "it names an engine that is not a unix socket of this host, and was left aside",
        Remedy = "Look on the host that runs that engine.",
        Partial = true,
    };

    private static string Remedy(EngineSocket socket, Problem problem) => problem switch
    {
        Problem.PermissionDenied when socket.Kind == EngineKind.Docker =>
            "Run as root, or join the group docker.",
        Problem.PermissionDenied => "Run as root, or as the user who owns the engine.",
        Problem.EngineUnreachable => socket.Kind == EngineKind.Docker
            ? "Start the engine: systemctl start docker.service."
            : "Start Podman's API: systemctl start podman.socket (with --user for a user's own).",
        Problem.TimedOut => socket.Kind == EngineKind.Podman
            ? "See what holds the engine up (podman ps), and look again: a container that is started again and again may."
            : "See what holds the engine up (journalctl -u docker.service), or restart it.",
        _ => "See the engine's journal; what answers on the socket may be no container engine.",
    };
}
