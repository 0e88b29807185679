namespace ContainerNet.Sources.Netfilter;

/// <summary>What an expression of nf_tables has loaded, as far as iptables loads it too. Each at most once a rule.</summary>
[Flags]
internal enum ExpressionField
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Source address.</summary>
    Source = 1,

    /// <summary>Destination address.</summary>
    Destination = 2,

    /// <summary>The transport.</summary>
    Protocol = 4,

    /// <summary>Place of the fragment.</summary>
    Fragment = 8,

    /// <summary>Interface that the packet came in by.</summary>
    Input = 16,

    /// <summary>Interface that it leaves by.</summary>
    Output = 32,

    /// <summary>Packet mark.</summary>
    Mark = 64,

    /// <summary>Source port.</summary>
    SourcePort = 128,

    /// <summary>Destination port.</summary>
    DestinationPort = 256,

    /// <summary>Flags of TCP.</summary>
    TcpFlags = 512,
}
