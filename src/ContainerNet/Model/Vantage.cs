namespace ContainerNet.Model;

/// <summary>Where a client stands.</summary>
public enum Vantage
{
    /// <summary>Inside the container's network namespace, at the container's own address and port.</summary>
    Container,

    /// <summary>On the host, to 127.0.0.1 or ::1.</summary>
    Loopback,

    /// <summary>On the host, to the host's own address.</summary>
    Host,

    /// <summary>As another machine would: from a namespace of its own that is joined to the host for the test.</summary>
    External,
}
