using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>struct sockaddr_nl (netlink(7)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkAddress
{
    /// <summary>AF_NETLINK.</summary>
    public ushort Family;

    /// <summary>Zero.</summary>
    public ushort Padding;

    /// <summary>Who: 0 is the kernel.</summary>
    public uint PortId;

    /// <summary>Multicast groups, one bit each; bit 0 is group 1.</summary>
    public uint Groups;
}
