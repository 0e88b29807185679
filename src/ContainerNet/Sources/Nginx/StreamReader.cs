using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads a `stream` block.</summary>
internal sealed class StreamReader(List<ProxyProblem> problems)
{
    /// <summary>The servers.</summary>
    public List<StreamServer> Servers { get; } = [];

    /// <summary>The upstreams.</summary>
    public List<Upstream> Upstreams { get; } = [];

    /// <summary>Reads a block.</summary>
    public void Read(NginxLevel level)
    {
        // A stream has no port by default, and nginx refuses a server that names none.
        Upstreams.AddRange(level.Own("upstream").Select(d => UpstreamReader.Read(d, level, defaultPort: 0)));
        foreach (NginxDirective directive in level.Own("server"))
        {
            NginxLevel server = new(directive, level);
            Servers.Add(new StreamServer
            {
                Source = directive.Source,
                Listens = [.. HttpReader.Listens(server, problems, byDefault: null)],
                ProxyPass = server.Own("proxy_pass") is [var pass, ..] ? new Setting<string>(pass[0], pass.Source) : null,
                Others = [.. server.Directives.Where(d => d.Name is not ("listen" or "proxy_pass")).Select(d => d.ToModel())],
            });
        }
    }
}
