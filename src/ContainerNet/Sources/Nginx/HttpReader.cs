using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads an `http` block.</summary>
internal sealed class HttpReader
{
    /// <summary>Directives of `http` that may change any request of any server.</summary>
    private static readonly string[] s_everywhere = ["rewrite_by_lua", "rewrite_by_lua_block", "rewrite_by_lua_file"];

    private readonly SettingsReader _settings;
    private readonly LocationReader _locations;
    private readonly List<ProxyProblem> _problems;

    /// <summary>Made for a version of nginx; what is wrong is added to the problems.</summary>
    public HttpReader(Version? version, List<ProxyProblem> problems)
    {
        _problems = problems;
        _settings = new SettingsReader(version, problems);
        _locations = new LocationReader(_settings, problems);
    }

    /// <summary>The servers.</summary>
    public List<HttpServer> Servers { get; } = [];

    /// <summary>The upstreams.</summary>
    public List<Upstream> Upstreams { get; } = [];

    /// <summary>The maps.</summary>
    public List<ValueMap> Maps { get; } = [];

    /// <summary>The files of error_log.</summary>
    public List<Setting<string>> ErrorLogs { get; } = [];

    /// <summary>Reads a block.</summary>
    public void Read(NginxLevel level)
    {
        LocationSettings settings = _settings.Read(level, null);
        ErrorLogs.AddRange(NginxReader.ErrorLogs(level));
        Upstreams.AddRange(level.Own("upstream").Select(d => UpstreamReader.Read(d, level, defaultPort: 80)));
        Maps.AddRange(level.Own("map").Select(d => Map(d, level)));
        ProxyDirective[] everywhere = [.. s_everywhere.SelectMany(level.Own).Select(d => d.ToModel())];
        foreach (NginxDirective directive in level.Own("server"))
        {
            if (level.IsCut)
            {
                return;
            }

            Servers.Add(Server(directive, new NginxLevel(directive, level), settings, everywhere));
        }
    }

    private HttpServer Server(
        NginxDirective directive, NginxLevel level, LocationSettings settings, ProxyDirective[] everywhere)
    {
        ErrorLogs.AddRange(NginxReader.ErrorLogs(level));
        Location root = _locations.ReadServer(level, directive.Source, settings);
        Setting<string>[] names = Names(level);
        return new HttpServer
        {
            Source = directive.Source,
            Listens = Listens(level, _problems, ListenParser.Default).ToArray(),
            Names = names.Length > 0 ? names : [new Setting<string>("")],
            MergeSlashes = level.Switch("merge_slashes", true).Value,
            RejectsHandshake = level.Switch("ssl_reject_handshake", false).Value,
            Root = everywhere.Length == 0 ? root : root with { NotUnderstood = [.. everywhere, .. root.NotUnderstood] },
        };
    }

    private static Setting<string>[] Names(NginxLevel level)
    {
        IReadOnlyList<NginxDirective> all = level.Own("server_name");
        Setting<string>[] names = new Setting<string>[all.Sum(d => d.Count)];
        int next = 0;
        foreach (NginxDirective directive in all)
        {
            SourceLine source = directive.Source;
            for (int i = 0; i < directive.Count; i++)
            {
                names[next++] = new Setting<string>(directive[i], source);
            }
        }

        return names;
    }

    /// <summary>The listens of a server, of HTTP or of a stream.</summary>
    internal static IEnumerable<Listen> Listens(NginxLevel level, List<ProxyProblem> problems, Listen? byDefault)
    {
        IReadOnlyList<NginxDirective> all = level.Own("listen");
        if (all.Count == 0 && byDefault is not null)
        {
            yield return byDefault;
        }

        foreach (NginxDirective directive in all)
        {
            if (ListenParser.Parse(directive) is Listen listen)
            {
                // Before `listen ... ssl` there was a switch for the whole server; it went with 1.25.1.
                yield return listen.Ssl || !level.Switch("ssl", false).Value ? listen : listen with { Ssl = true };
            }
            else
            {
                problems.Add(new ProxyProblem(
                    ProxyProblemKind.Refused, directive.Source, ToolText.Clean($"invalid address in \"listen {directive[0]}\"")));
            }
        }
    }

    private static ValueMap Map(NginxDirective directive, NginxLevel outer)
    {
        NginxLevel level = new(directive, outer);
        return new ValueMap
        {
            Input = directive[0],
            Variable = directive[1].TrimStart('$'),
            Source = directive.Source,
            Hostnames = level.Own("hostnames").Any(d => d.Count == 0),
            Volatile = level.Own("volatile").Any(d => d.Count == 0),
            Entries = [.. level.Directives.Where(d => d.Count == 1).Select(d => d.ToModel())],
        };
    }
}
