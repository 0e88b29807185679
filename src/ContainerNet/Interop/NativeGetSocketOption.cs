using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>getsockopt(2).</summary>
internal static partial class NativeGetSocketOption
{
    /// <summary>SO_MEMINFO: what the socket holds and has dropped, as SK_MEMINFO_... of linux/sock_diag.h numbers
    /// it.</summary>
    public const int MemoryInfo = 55;

    /// <summary>SK_MEMINFO_DROPS, and so the last of nine numbers.</summary>
    public const int DropsIndex = 8;

    /// <summary>Reads an option.</summary>
    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int Get(SafeFileHandle socket, int level, int option, Span<byte> value, ref uint length);
}
