using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A server, ready to take requests.</summary>
internal sealed class CompiledServer(HttpServer server)
{
    /// <summary>The server.</summary>
    public HttpServer Server => server;

    /// <summary>Its own level.</summary>
    public CompiledLocation Root => field ??= new CompiledLocation(server.Root);
}
