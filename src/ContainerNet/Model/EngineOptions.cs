namespace ContainerNet.Model;

/// <summary>
/// The daemon options that decide which rules an engine writes, from daemon.json and the daemon's command line.
/// Defaults are those of dockerd; <see cref="Source"/> says where a value that differs was read.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>False when the engine was told to leave iptables alone (--iptables=false).</summary>
    public bool Iptables { get; init; } = true;

    /// <summary>Whether IPv6 rules are written; null means the version's default (true from 27).</summary>
    public bool? Ip6tables { get; init; }

    /// <summary>Whether docker-proxy listens on published ports.</summary>
    public bool UserlandProxy { get; init; } = true;

    /// <summary>Inter-container communication on the default bridge.</summary>
    public bool Icc { get; init; } = true;

    /// <summary>Masquerading on the default bridge.</summary>
    public bool IpMasq { get; init; } = true;

    /// <summary>Whether the engine switches forwarding on by itself.</summary>
    public bool IpForward { get; init; } = true;

    /// <summary>Whether it then leaves the policy of FORWARD alone (28.0 and later); null where it is not named.</summary>
    public bool? IpForwardNoDrop { get; init; }

    /// <summary>Whether containers survive a restart of the daemon.</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Whether direct routing to container addresses is allowed (28.2 and later: no raw rules).</summary>
    public bool AllowDirectRouting { get; init; }

    /// <summary>The backend asked for (--firewall-backend), or null.</summary>
    public string? FirewallBackend { get; init; }

    /// <summary>The mark whose packets every bridge takes (--bridge-accept-fwmark, 29 and later), or null.</summary>
    public string? BridgeAcceptFwmark { get; init; }

    /// <summary>Files and command line that were read, in the order of reading.</summary>
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>False when neither file nor command line could be read: the values are then assumptions.</summary>
    public bool Known { get; init; }
}
