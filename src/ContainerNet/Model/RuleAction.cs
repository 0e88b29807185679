namespace ContainerNet.Model;

/// <summary>What a rule or a policy does with a packet.</summary>
public enum RuleAction
{
    /// <summary>Something that this version does not understand.</summary>
    Unknown,

    /// <summary>Nothing: counts, and goes on.</summary>
    Continue,

    /// <summary>Ends this base chain; base chains of lower rank at the hook still see the packet.</summary>
    Accept,

    /// <summary>Drops silently; final.</summary>
    Drop,

    /// <summary>Drops and tells the sender; final.</summary>
    Reject,

    /// <summary>Goes to another chain and may come back.</summary>
    Jump,

    /// <summary>Goes to another chain and returns to the caller's caller.</summary>
    Goto,

    /// <summary>Leaves this chain.</summary>
    Return,

    /// <summary>Rewrites the destination.</summary>
    Dnat,

    /// <summary>Rewrites the source.</summary>
    Snat,

    /// <summary>Rewrites the source to the outgoing interface's address.</summary>
    Masquerade,

    /// <summary>Rewrites the destination to this host.</summary>
    Redirect,

    /// <summary>Sets a packet or connection mark.</summary>
    Mark,

    /// <summary>Writes a log line.</summary>
    Log,

    /// <summary>Exempts from connection tracking.</summary>
    NoTrack,

    /// <summary>Switches on tracing.</summary>
    Trace,

    /// <summary>Hands the packet to a local socket without translation.</summary>
    Tproxy,

    /// <summary>Looks up a verdict map; where it leads depends on the packet.</summary>
    VerdictMap,

    /// <summary>Repairs a checksum, clamps a segment size or the like: changes no verdict.</summary>
    Mangle,

    /// <summary>Hands it to a program of user space, which decides.</summary>
    Queue,
}
