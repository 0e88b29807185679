using System.Net;
using System.Net.Sockets;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>An address that servers listen on, with all who do (ngx_http_conf_addr_t).</summary>
internal sealed class ListenAddress(IPAddress? address)
{
    private readonly List<CompiledServer> _servers = [];
    private NameTable? _names;
    private CompiledServer? _default;

    /// <summary>The address; null for a unix socket.</summary>
    public IPAddress? Address => address;

    /// <summary>Is it all addresses of its family?</summary>
    public bool IsAny => IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address);

    /// <summary>Is it one of IPv6?</summary>
    public bool IsV6 => address?.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Does an IPv6 address take IPv4 as well?</summary>
    public bool TakesIPv4 { get; private set; }

    /// <summary>Is TLS spoken there? One server that says so is enough.</summary>
    public bool Ssl { get; private set; }

    /// <summary>The listen that asks for the PROXY protocol at the beginning of connections; null when none does.</summary>
    public ProxyDirective? ProxyProtocol { get; private set; }

    /// <summary>Who listens there.</summary>
    public IReadOnlyList<CompiledServer> Servers => _servers;

    /// <summary>Who answers to names that nobody has.</summary>
    public CompiledServer Default => _default ?? _servers[0];

    /// <summary>The names.</summary>
    public NameTable Names
    {
        get
        {
            if (_names is null)
            {
                _names = new NameTable();
                _servers.ForEach(_names.Add);
            }

            return _names;
        }
    }

    /// <summary>Adds a server that listens there.</summary>
    public void Add(CompiledServer server, Listen listen)
    {
        TakesIPv4 |= !listen.Ipv6Only;
        Ssl |= listen.Ssl;
        if (listen is { ProxyProtocol: true, Source: not null })
        {
            ProxyProtocol ??= new ProxyDirective { Name = "listen", Arguments = [$"{listen}", "proxy_protocol"], Source = listen.Source };
        }

        _default ??= listen.DefaultServer ? server : null;
        if (_servers.Count == 0 || _servers[^1] != server)
        {
            _servers.Add(server);
        }
    }
}
