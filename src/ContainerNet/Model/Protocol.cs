namespace ContainerNet.Model;

/// <summary>The transport that a port belongs to.</summary>
public enum Protocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>SCTP: published by engines, not probed.</summary>
    Sctp,
}
