namespace ContainerNet.Paths;

/// <summary>What a packet meets at a hop.</summary>
public enum HopLayer
{
    /// <summary>An interface by which it comes into or leaves a network namespace.</summary>
    Link,

    /// <summary>A rule or the policy of a chain.</summary>
    Netfilter,

    /// <summary>Connection tracking, which translates what belongs to a connection without asking a rule.</summary>
    Conntrack,

    /// <summary>The routing decision, with the forwarding switches and the reverse path filter.</summary>
    Routing,

    /// <summary>A program that takes the connection and opens another one: docker-proxy, rootlessport, pasta.</summary>
    Forwarder,

    /// <summary>The socket that it is for.</summary>
    Socket,
}
