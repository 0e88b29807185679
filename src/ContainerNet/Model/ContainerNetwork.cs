namespace ContainerNet.Model;

/// <summary>A network of an engine and what it promises.</summary>
public sealed record ContainerNetwork
{
    /// <summary>The engine that owns it.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>bridge, host, none, macvlan, ipvlan, overlay ...</summary>
    public required string Driver { get; init; }

    /// <summary>The bridge interface on the host; null for drivers without one.</summary>
    public string? Bridge { get; init; }

    /// <summary>True when the network has no way out and its published ports do not work.</summary>
    public bool Internal { get; init; }

    /// <summary>The subnets with their gateways.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets { get; init; } = [];

    /// <summary>Whether members may talk to each other (enable_icc).</summary>
    public bool Icc { get; init; } = true;

    /// <summary>Whether outgoing packets are masqueraded (enable_ip_masquerade).</summary>
    public bool Masquerade { get; init; } = true;

    /// <summary>nat, nat-unprotected, routed or isolated, for IPv4.</summary>
    public string GatewayModeIPv4 { get; init; } = "nat";

    /// <summary>nat, nat-unprotected, routed or isolated, for IPv6.</summary>
    public string GatewayModeIPv6 { get; init; } = "nat";

    /// <summary>The host address that ports are published on when none is named (host_binding_ipv4).</summary>
    public string? HostBindingIPv4 { get; init; }

    /// <summary>The engine's options as they are.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the containers that are attached.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>True for the default bridge of the engine, which has no name resolution.</summary>
    public bool IsDefaultBridge { get; init; }

    /// <summary>Does Podman answer for names of members here (dns_enabled)? Null from Docker, which always does, but on its default
    /// bridge.</summary>
    public bool? ResolvesNames { get; init; }

    /// <summary>Does a bridge carry packets here that the host must forward?</summary>
    public bool IsForwarded => Bridge is not null && !Internal
        && string.Equals(Driver, "bridge", StringComparison.Ordinal);
}
