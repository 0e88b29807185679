using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>unshare(2).</summary>
internal static partial class NativeUnshare
{
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Leave(int flags);
}
