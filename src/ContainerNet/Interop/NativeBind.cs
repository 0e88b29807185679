using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>bind(2), for netlink.</summary>
internal static partial class NativeBind
{
    /// <summary>Gives a netlink socket its port and its multicast groups.</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeFileHandle socket, in NetlinkAddress address, uint length);
}
