namespace ContainerNet.Model;

/// <summary>The kinds of facts that a snapshot may hold; what a check needs, and what a gap leaves out.</summary>
[Flags]
public enum FactKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Engines, their options, networks and containers.</summary>
    Engines = 1 << 0,

    /// <summary>Sockets that listen in containers' namespaces.</summary>
    Listeners = 1 << 1,

    /// <summary>Sockets that listen on the host, and forwarder processes.</summary>
    HostListeners = 1 << 2,

    /// <summary>Kernel settings and the files that set them.</summary>
    Settings = 1 << 3,

    /// <summary>Interfaces, addresses, routes, neighbours.</summary>
    Links = 1 << 4,

    /// <summary>Rules for IPv4 and native nf_tables.</summary>
    Firewall = 1 << 5,

    /// <summary>Rules for IPv6.</summary>
    Firewall6 = 1 << 6,

    /// <summary>firewalld.</summary>
    Firewalld = 1 << 7,

    /// <summary>systemd units and the journal.</summary>
    Units = 1 << 8,

    /// <summary>Reverse proxies: what runs, and its configuration.</summary>
    Proxies = 1 << 9,

    /// <summary>Everything.</summary>
    All = (1 << 10) - 1,
}
