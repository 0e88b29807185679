namespace ContainerNet.Model;

/// <summary>The two families that containers are reached by.</summary>
public enum AddressFamily
{
    /// <summary>IPv4.</summary>
    IPv4,

    /// <summary>IPv6.</summary>
    IPv6,
}
