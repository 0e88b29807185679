namespace ContainerNet.Model;

/// <summary>Whether packets may pass from one interface to another; the words of NetTCPIP's Forwarding property.</summary>
public enum Forwarding
{
    /// <summary>Nothing says so, or it could not be read.</summary>
    Unknown,

    /// <summary>Packets are forwarded.</summary>
    Enabled,

    /// <summary>Packets are dropped without a word to the sender.</summary>
    Disabled,
}
