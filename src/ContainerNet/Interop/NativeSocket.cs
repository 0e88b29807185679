using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>socket(2).</summary>
internal static partial class NativeSocket
{
    public const int NetlinkFamily = 16;
    public const int Raw = 3;
    public const int CloseOnExec = 0x80000;

    /// <summary>NETLINK_ROUTE.</summary>
    public const int RouteProtocol = 0;

    /// <summary>NETLINK_SOCK_DIAG.</summary>
    public const int DiagnosisProtocol = 4;

    /// <summary>NETLINK_CONNECTOR.</summary>
    public const int ConnectorProtocol = 11;

    /// <summary>NETLINK_NETFILTER.</summary>
    public const int NetfilterProtocol = 12;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);

    /// <summary>A socket, or an invalid handle with the error in errno.</summary>
    public static SafeFileHandle Create(int family, int type, int protocol) =>
        new(Open(family, type | CloseOnExec, protocol), ownsHandle: true);
}
