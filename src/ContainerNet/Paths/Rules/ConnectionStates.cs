namespace ContainerNet.Paths.Rules;

/// <summary>States of connection tracking as bits (enum ip_conntrack_info, XT_CONNTRACK_STATE_*).</summary>
[Flags]
internal enum ConnectionStates
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>No connection, and none that could begin.</summary>
    Invalid = 1,

    /// <summary>Answers have been seen.</summary>
    Established = 2,

    /// <summary>Belongs to another connection.</summary>
    Related = 4,

    /// <summary>The first packet, and others before an answer.</summary>
    New = 8,

    /// <summary>Exempted.</summary>
    Untracked = 64,

    /// <summary>Its source is rewritten: a state in iptables only.</summary>
    Snat = 128,

    /// <summary>Its destination is rewritten: a state in iptables only.</summary>
    Dnat = 256,
}
