using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>getsockname(2).</summary>
internal static partial class NativeSocketName
{
    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int Get(SafeFileHandle socket, Span<byte> address, ref int length);
}
