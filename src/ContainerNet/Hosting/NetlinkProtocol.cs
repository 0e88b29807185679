namespace ContainerNet.Hosting;

/// <summary>Which part of the kernel a netlink question goes to (netlink(7)).</summary>
public enum NetlinkProtocol
{
    /// <summary>Interfaces, addresses and routing (NETLINK_ROUTE).</summary>
    Route = 0,

    /// <summary>Sockets (NETLINK_SOCK_DIAG).</summary>
    Sockets = 4,

    /// <summary>nf_tables and connection tracking (NETLINK_NETFILTER).</summary>
    Netfilter = 12,
}
