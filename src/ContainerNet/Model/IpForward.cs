namespace ContainerNet.Model;

/// <summary>Forwarding of one family, for the host or one of its interfaces: now, and after the next boot.</summary>
public sealed record IpForward
{
    /// <summary>The family.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>The interface, or "all" for the family's main switch.</summary>
    public required string Interface { get; init; }

    /// <summary>The value in the kernel now. For IPv4 the flag of the interface that a packet comes in by decides
    /// (net/ipv4/route.c, ip_route_input_slow).</summary>
    public required Forwarding Forwarding { get; init; }

    /// <summary>What the files set at the next boot (systemd-sysctl), Unknown when no file names it.</summary>
    public Forwarding Persistent { get; init; }

    /// <summary>What `sysctl --system` would set, which reads /etc/sysctl.conf last.</summary>
    public Forwarding PersistentBySysctl { get; init; }

    /// <summary>The file and line that win at boot, or null.</summary>
    public string? WinningFile { get; init; }

    /// <summary>The sysctl behind it, such as net.ipv4.ip_forward.</summary>
    public required string Key { get; init; }

    /// <summary>True when the value of now is what both ways of reading the files would set.</summary>
    public bool SurvivesReboot => Forwarding != Forwarding.Unknown
        && Persistent == Forwarding && PersistentBySysctl == Forwarding;
}
