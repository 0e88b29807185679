using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A proxy's configuration, ready to take requests.</summary>
internal sealed partial class CompiledProxy
{
    private readonly Dictionary<string, ListenAddress> _unix = [];
    private readonly Dictionary<int, List<ListenAddress>> _ports = [];
    private readonly Dictionary<string, ValueMap> _maps = [];
    private readonly Dictionary<string, MapTable> _tables = [];
    private readonly Dictionary<string, Upstream> _upstreams = new(StringComparer.OrdinalIgnoreCase);
    private readonly Proxy _proxy;
    private HashSet<string>? _declared;

    /// <summary>Made from the configuration.</summary>
    public CompiledProxy(Proxy proxy)
    {
        _proxy = proxy;
        foreach (HttpServer server in proxy.Servers)
        {
            CompiledServer compiled = new(server);
            Servers.Add(compiled);
            foreach (Listen listen in server.Listens)
            {
                // The same address twice in a server is refused by nginx, and counts once here.
                foreach (ListenAddress address in Addresses(listen))
                {
                    address.Add(compiled, listen);
                }
            }
        }

        foreach (ValueMap map in proxy.Maps)
        {
            _maps.TryAdd(map.Variable, map);
        }

        foreach (Upstream upstream in proxy.Upstreams)
        {
            _upstreams.TryAdd(upstream.Name, upstream);
        }
    }

    /// <summary>The version, where it is known.</summary>
    public Version? Version => _proxy.Version;

    /// <summary>The servers in their order.</summary>
    public List<CompiledServer> Servers { get; } = [];

    /// <summary>The upstream of a name.</summary>
    public Upstream? UpstreamOf(string name) => _upstreams.GetValueOrDefault(name);

    /// <summary>The map that gives a variable its value.</summary>
    public MapTable? MapOf(string variable)
    {
        if (!_maps.TryGetValue(variable, out ValueMap? map))
        {
            return null;
        }

        if (!_tables.TryGetValue(variable, out MapTable? table))
        {
            _tables.Add(variable, table = new MapTable(map));
        }

        return table;
    }

    /// <summary>Does the configuration itself give the variable its value, by a set or a named group? Then it is empty as long as
    /// it has none.</summary>
    public bool IsDeclared(string variable)
    {
        if (_declared is null)
        {
            _declared = [];
            foreach (HttpServer server in _proxy.Servers)
            {
                foreach (Setting<string> name in server.Names)
                {
                    DeclareGroups(name.Value.StartsWith('~') ? name.Value : "");
                }

                Declare(server.Root);
            }

            foreach (ProxyDirective entry in _proxy.Maps.SelectMany(m => m.Entries))
            {
                DeclareGroups(entry.Name);
            }
        }

        return _declared.Contains(variable);
    }

    /// <summary>The address that a request arrives at; null when nobody listens there.</summary>
    public ListenAddress? Find(ClientRequest request)
    {
        if (request.UnixPath is not null)
        {
            return _unix.GetValueOrDefault(request.UnixPath);
        }

        IPAddress? address = request.Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : request.Address;
        List<ListenAddress> all = _ports.GetValueOrDefault(request.Port) ?? [];
        bool isV6 = address?.AddressFamily == AddressFamily.InterNetworkV6;
        return all.Find(a => address is not null && address.Equals(a.Address))
            ?? all.Find(a => a.IsAny && a.IsV6 == isV6)
            ?? (isV6 ? null : all.Find(a => a.IsAny && a.IsV6 && (a.TakesIPv4 || address is null)));
    }

    private IEnumerable<ListenAddress> Addresses(Listen listen)
    {
        if (listen.Datagram)
        {
            yield break;
        }

        if (listen.UnixPath is not null)
        {
            if (!_unix.TryGetValue(listen.UnixPath, out ListenAddress? socket))
            {
                _unix.Add(listen.UnixPath, socket = new ListenAddress(null));
            }

            yield return socket;
            yield break;
        }

        for (int port = listen.Port; listen.Address is not null && port <= listen.LastPort; port++)
        {
            if (!_ports.TryGetValue(port, out List<ListenAddress>? all))
            {
                _ports.Add(port, all = []);
            }

            if (all.Find(a => listen.Address.Equals(a.Address)) is not ListenAddress known)
            {
                all.Add(known = new ListenAddress(listen.Address));
            }

            yield return known;
        }
    }

    private void Declare(Location location)
    {
        DeclareGroups(location.Pattern);
        foreach (ProxyDirective step in location.Steps)
        {
            if (step.Name == "set" && step.Arguments is [['$', ..] variable, ..])
            {
                _declared!.Add(variable[1..]);
            }

            foreach (string argument in step.Arguments)
            {
                DeclareGroups(argument);
            }

            if (step.Inside is not null)
            {
                Declare(step.Inside);
            }
        }

        foreach (Location inner in location.Locations)
        {
            Declare(inner);
        }
    }

    private void DeclareGroups(string pattern)
    {
        // Few patterns have a group with a name, and looking for one costs more than all else.
        if (!pattern.Contains("(?", StringComparison.Ordinal))
        {
            return;
        }

        foreach (Match group in GroupName().Matches(pattern))
        {
            _declared!.Add(group.Groups["name"].Value);
        }
    }

    [GeneratedRegex(@"\(\?P?[<'](?<name>\w+)[>']", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupName();
}
