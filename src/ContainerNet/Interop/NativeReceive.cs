using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>recv(2).</summary>
internal static partial class NativeReceive
{
    /// <summary>MSG_TRUNC: return the length of the datagram even when the buffer is smaller.</summary>
    public const int RealLength = 0x20;

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, Span<byte> buffer, nint length, int flags);
}
