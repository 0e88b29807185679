using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>eventfd(2): wakes a thread that waits in poll(2).</summary>
internal static partial class NativeEventDescriptor
{
    private const int CloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int Make(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle descriptor, ReadOnlySpan<byte> buffer, nint count);

    /// <summary>A new one, which nobody has rung yet.</summary>
    public static SafeFileHandle Create() => new(Make(0, CloseOnExec), ownsHandle: true);

    /// <summary>Makes it readable.</summary>
    public static void Ring(SafeFileHandle descriptor) => _ = Write(descriptor, BitConverter.GetBytes(1L), sizeof(long));
}
