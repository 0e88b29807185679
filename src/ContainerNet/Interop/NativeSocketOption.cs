using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>setsockopt(2).</summary>
internal static partial class NativeSocketOption
{
    public const int SocketLevel = 1;
    public const int ReceiveBuffer = 8;
    public const int ReceiveTimeout = 20;

    /// <summary>SO_ATTACH_FILTER.</summary>
    public const int AttachFilter = 26;

    /// <summary>SO_SNDBUFFORCE: past the limit of net.core.wmem_max (CAP_NET_ADMIN).</summary>
    public const int SendBufferForce = 32;

    /// <summary>SO_RCVBUFFORCE: past the limit of net.core.rmem_max (CAP_NET_ADMIN).</summary>
    public const int ReceiveBufferForce = 33;

    public const int NetlinkLevel = 270;

    /// <summary>NETLINK_ADD_MEMBERSHIP: join a multicast group, whose number may lie past the 32 bits of an address.</summary>
    public const int AddMembership = 1;

    /// <summary>NETLINK_CAP_ACK: errors do not carry the request.</summary>
    public const int CapAck = 10;

    /// <summary>NETLINK_EXT_ACK: errors come with the kernel's words.</summary>
    public const int ExtendedAck = 11;

    /// <summary>NETLINK_GET_STRICT_CHK: dump requests are checked and filtered by the kernel (4.20 and later).</summary>
    public const int StrictCheck = 12;

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int Set(SafeFileHandle socket, int level, int option, ReadOnlySpan<byte> value, int length);
}
