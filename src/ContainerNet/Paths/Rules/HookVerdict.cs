namespace ContainerNet.Paths.Rules;

/// <summary>What the rules of a hook made of a packet.</summary>
public enum HookVerdict
{
    /// <summary>It goes on.</summary>
    Accept,

    /// <summary>Thrown away.</summary>
    Drop,

    /// <summary>Thrown away, and the sender was told.</summary>
    Reject,

    /// <summary>Handed to a program of user space, which decides.</summary>
    Queue,

    /// <summary>Rewritten or sent elsewhere in a way that is not followed (fwd, dup of the only copy, synproxy).</summary>
    Stolen,
}
