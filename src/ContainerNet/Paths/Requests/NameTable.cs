using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>The names of the servers at one address (ngx_http_server_names): names and wildcards, then patterns in order.</summary>
internal sealed class NameTable
{
    private readonly HostTable<CompiledServer> _names = new();
    private readonly List<(Pcre Pattern, CompiledServer Server)> _patterns = [];

    /// <summary>Adds the names of a server.</summary>
    public void Add(CompiledServer server)
    {
        foreach (Setting<string> name in server.Server.Names)
        {
            if (name.Value.StartsWith('~'))
            {
                _patterns.Add((PatternOf(name.Value), server));
            }
            else
            {
                _names.Add(ByteText.Lower(ByteText.Of(name.Value)), server);
            }
        }
    }

    /// <summary>The pattern of a name that begins with ~. Host names come in lower case, so nginx compares without regard to case
    /// where the pattern has a capital.</summary>
    public static Pcre PatternOf(string name) => new(name[1..], ignoreCase: name.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0);

    /// <summary>The server that has a name; none when no server has it.</summary>
    /// <param name="host">The name.</param>
    /// <param name="pattern">The pattern that fits, or that is not understood.</param>
    public CompiledServer? Find(string host, out Pcre? pattern)
    {
        pattern = null;
        if (_names.TryFind(host, out CompiledServer? named))
        {
            return named;
        }

        foreach ((Pcre Pattern, CompiledServer Server) candidate in host.Length > 0 ? _patterns : [])
        {
            if (candidate.Pattern.IsMatch(host) is not false)
            {
                pattern = candidate.Pattern;
                return candidate.Server;
            }
        }

        return null;
    }
}
