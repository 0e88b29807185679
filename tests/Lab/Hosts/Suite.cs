namespace ContainerNet.Lab.Hosts;

/// <summary>The generations of Docker, firewalld and their rules that the lab has side by side.</summary>
public enum Suite
{
    /// <summary>Docker 20.10, firewalld 1.3, which flushes every table of iptables.</summary>
    Bookworm,

    /// <summary>Docker 26.1, firewalld 2.3.</summary>
    Trixie,

    /// <summary>Docker 28.5 with its new chains and raw drops, firewalld 2.5.</summary>
    Forky,
}
