namespace ContainerNet.Watching;

/// <summary>What kind of thing changed.</summary>
public enum ChangeKind
{
    /// <summary>IPv4 or IPv6 forwarding, of the host or of one interface.</summary>
    Forwarding,

    /// <summary>Another kernel setting of the network, such as rp_filter or bridge-nf-call-iptables.</summary>
    Setting,

    /// <summary>Rules of nf_tables, which iptables-nft, firewalld and engines write too.</summary>
    Rules,

    /// <summary>An interface came, went, or changed its state, its bridge or its MTU.</summary>
    Link,

    /// <summary>An address of the host.</summary>
    Address,

    /// <summary>A route or a routing rule.</summary>
    Route,

    /// <summary>A container or network of an engine, or the engine itself.</summary>
    Engine,

    /// <summary>A systemd unit of an engine, a firewall or a network manager.</summary>
    Unit,

    /// <summary>Nothing that changed: events were lost, and what they told is not known.</summary>
    Lost,
}
