using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Model;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Lets nginx ask 127.0.0.1 where it asked services by name.</summary>
internal static partial class ProxyUpstreams
{
    private static readonly HashSet<string> s_passes = new(StringComparer.Ordinal)
    {
        "proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass", "proxy_redirect", "set", "server",
    };

    /// <summary>Plans the edits of everything in a service's configuration that names another service.</summary>
    public static void Convert(Conversion conversion, Move move)
    {
        Dictionary<string, Move> names = Names(conversion, move.Service);
        List<ProxyStatement> all = [.. move.Proxy!.Files.SelectMany(f => f.Statements)];

        // The name of a group is not looked up, but for the servers in groups.
        HashSet<string> groups = [.. all.Where(s => s.Name == "upstream" && s.First is not null).Select(s => s.First!.Value)];
        Dictionary<string, Move> outside = new(names.Where(n => !groups.Contains(n.Key)), StringComparer.Ordinal);
        bool renamed = false;
        foreach (ServiceProxyFile file in move.Proxy.Files)
        {
            foreach (ProxyStatement statement in file.Statements)
            {
                foreach (ProxyWord word in Places(statement))
                {
                    renamed |= Rewrite(conversion, move, file, statement, word, statement.Name == "server" ? names : outside) && statement.Name == "proxy_pass";
                }

                if (statement.Name == "resolver" && statement.Arguments.Any(a => a.Value.StartsWith("127.0.0.11", StringComparison.Ordinal)))
                {
                    conversion.Note(move.Service.Name, ProxyListens.At(file, statement), "Docker's resolver 127.0.0.11 is not there in the host's network; addresses need none.");
                }
            }
        }

        if (renamed && !all.Any(s => s.Name == "proxy_set_header" && s.First?.Value.Equals("Host", StringComparison.OrdinalIgnoreCase) == true))
        {
            conversion.Note(
                move.Service.Name, Conversion.At(move.Service.Source),
                "nginx sends the name in proxy_pass as the header Host where it is not told another one: applications see 127.0.0.1 there now.");
        }
    }

    /// <summary>The words of a directive that may name a server.</summary>
    private static IEnumerable<ProxyWord> Places(ProxyStatement statement) =>
        statement.Parent?.Name == "map" ? statement.Arguments
        : !s_passes.Contains(statement.Name) || statement.Body is not null ? []
        : statement.Name == "server" && statement.Parent?.Name != "upstream" ? []
        : statement.Name == "set" ? statement.Arguments.Skip(1)
        : statement.First is { } first ? [first] : [];

    private static bool Rewrite(
        Conversion conversion, Move move, ServiceProxyFile file, ProxyStatement statement, ProxyWord word, Dictionary<string, Move> names)
    {
        Match match = Server().Match(word.Value);
        if (!match.Success)
        {
            return false;
        }

        string host = match.Groups["host"].Value;
        bool isOwn = host is "localhost" or "[::1]" || host.StartsWith("127.", StringComparison.Ordinal);
        Move? other = isOwn ? move : names.GetValueOrDefault(host) ?? names.GetValueOrDefault(host.ToLowerInvariant());
        string scheme = match.Groups["scheme"].Value;
        if (other is null || (statement.Name is "set" or "map" && scheme.Length == 0 && isOwn))
        {
            return false;
        }

        string written = match.Groups["port"].Value;
        int? port = written.Length > 0 ? int.Parse(written, CultureInfo.InvariantCulture)
            : scheme is "https://" or "grpcs://" ? 443
            : scheme.Length > 0 || statement.Name is "server" or "proxy_pass" ? 80 : null;
        if (port is null && statement.Name is "proxy_redirect")
        {
            return false;
        }

        int? now = port is int known ? other.PortOf(known) : null;
        string place = isOwn ? host : "127.0.0.1";
        string shown = now is null || (written.Length == 0 && now == port) ? "" : $":{now}";
        string edited = $"{scheme}{place}{shown}{match.Groups["rest"].Value}";
        if (port is int asked && !isOwn && !other.HasProxy && !other.Listens.Any(l => l.Port == asked))
        {
            other.Listen(null, asked, Protocol.Tcp, ProxyListens.At(file, statement));
        }

        // In quotes and with escapes what is written is not what it means.
        string raw = file.Text.Substring(word.Start, word.Length);
        int quote = raw.Length == word.Value.Length + 2 ? 1 : 0;
        if (raw.Length - (2 * quote) != word.Value.Length)
        {
            conversion.Refuse(move.Service.Name, ProxyListens.At(file, statement), $"{host} stands in a text with escapes: write it without them");
        }
        else if (edited != word.Value)
        {
            conversion.Edits.Add(new TextEdit(file.File, word.Start + quote, word.Value.Length, edited));
        }

        return !isOwn;
    }

    /// <summary>What the services that a service shares a network with are called there.</summary>
    private static Dictionary<string, Move> Names(Conversion conversion, ComposeService service)
    {
        Dictionary<string, Move> names = new(StringComparer.Ordinal);
        HashSet<string> own = [.. service.Networks.Select(n => n.Network)];
        foreach (Move other in conversion.Moves.Where(m => m.Service.Networks.Any(n => own.Contains(n.Network)) || service.Networks.Count == 0))
        {
            IEnumerable<string?> all = [other.Service.Name, other.Service.ContainerName,
                .. other.Service.Networks.Where(n => own.Contains(n.Network)).SelectMany(n => n.Aliases)];
            foreach (string name in all.OfType<string>())
            {
                names.TryAdd(name, other);
            }
        }

        foreach (string link in ((service.Node["links"] as Model.Yaml.YamlSequence)?.Items ?? []).OfType<Model.Yaml.YamlScalar>().Select(l => l.Value))
        {
            string[] parts = link.Split(':');
            if (conversion.Moves.FirstOrDefault(m => m.Service.Name == parts[0]) is { } linked)
            {
                names.TryAdd(parts[^1], linked);
            }
        }

        return names;
    }

    [GeneratedRegex(@"\A(?<scheme>[a-z]+://)?(?<host>[\w.-]+|\[[0-9a-fA-F:.]+\])(?::(?<port>[0-9]{1,5}))?(?<rest>[/?$].*)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Server();
}
