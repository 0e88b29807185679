namespace ContainerNet.Paths;

/// <summary>What a hop did with the packet.</summary>
public enum HopAction
{
    /// <summary>Something that is not known or not understood.</summary>
    Unknown,

    /// <summary>Came in by an interface, or was made by a local socket.</summary>
    Enter,

    /// <summary>Matched, and changed nothing that is followed here: a mark, a log line, a count.</summary>
    Continue,

    /// <summary>Let pass, as far as this base chain goes.</summary>
    Accept,

    /// <summary>Thrown away.</summary>
    Drop,

    /// <summary>Thrown away, and the sender was told.</summary>
    Reject,

    /// <summary>Sent to another chain.</summary>
    Jump,

    /// <summary>Sent to another chain for good.</summary>
    Goto,

    /// <summary>Sent back to the calling chain.</summary>
    Return,

    /// <summary>Destination rewritten by a rule.</summary>
    Dnat,

    /// <summary>Source rewritten by a rule.</summary>
    Snat,

    /// <summary>Source rewritten to the outgoing interface's address.</summary>
    Masquerade,

    /// <summary>Destination rewritten to this host.</summary>
    Redirect,

    /// <summary>Addresses rewritten by connection tracking, as an earlier packet's rule had said.</summary>
    Translate,

    /// <summary>Handed to a program of user space (queue), which decides.</summary>
    Queue,

    /// <summary>Routed on, to another interface.</summary>
    Forward,

    /// <summary>Given to a socket of this namespace.</summary>
    Deliver,

    /// <summary>Taken by a forwarder, which opens a connection of its own.</summary>
    HandOver,

    /// <summary>Left by an interface.</summary>
    Leave,

    /// <summary>Was on its way and was never seen again.</summary>
    Vanish,
}
