using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>setns(2).</summary>
internal static partial class NativeSetNamespace
{
    /// <summary>CLONE_NEWNET.</summary>
    public const int Network = 0x40000000;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int Enter(SafeFileHandle file, int type);
}
