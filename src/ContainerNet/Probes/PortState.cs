namespace ContainerNet.Probes;

/// <summary>What a probe met.</summary>
public enum PortState
{
    /// <summary>Nothing can be said; the reason is given.</summary>
    Unknown,

    /// <summary>An application answered, or accepted and kept the connection.</summary>
    Open,

    /// <summary>Something accepted and then closed or reset: a forwarder without an application behind it.</summary>
    OpenButReset,

    /// <summary>Refused by a TCP reset, or for UDP by ICMP port unreachable.</summary>
    Refused,

    /// <summary>Refused by an ICMP error other than port unreachable, such as administratively prohibited.</summary>
    Rejected,

    /// <summary>Silence until the time was up.</summary>
    Filtered,

    /// <summary>The name has no address.</summary>
    Unresolved,
}
