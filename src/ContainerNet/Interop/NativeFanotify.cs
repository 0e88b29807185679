using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>fanotify(7): the kernel tells which process wrote to a file. It does so for procfs too, where inotify has no
/// process to name and audit has no hold.</summary>
internal static partial class NativeFanotify
{
    /// <summary>FAN_MARK_ADD | FAN_MARK_FILESYSTEM (Linux 4.20): everything of a file system, wherever it is mounted.</summary>
    public const uint AddFileSystem = 0x101;

    /// <summary>FAN_MARK_ADD | FAN_MARK_MOUNT.</summary>
    public const uint AddMount = 0x11;

    /// <summary>FAN_MODIFY: a write has succeeded.</summary>
    public const ulong Modify = 0x2;

    /// <summary>AT_FDCWD.</summary>
    public const int WorkingFolder = -100;

    private const uint CloseOnExec = 0x1;
    private const uint NonBlocking = 0x2;

    [LibraryImport("libc", EntryPoint = "fanotify_init", SetLastError = true)]
    private static partial int Open(uint flags, uint eventFlags);

    /// <summary>Asks for events.</summary>
    [LibraryImport("libc", EntryPoint = "fanotify_mark", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mark(SafeFileHandle group, uint flags, ulong mask, int folder, string path);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle group, Span<byte> buffer, nint count);

    /// <summary>A group that tells of events after they happened, or an invalid handle with the error in errno.</summary>
    public static SafeFileHandle Create() =>
        new(Open(CloseOnExec | NonBlocking, NativeFile.ReadOnly | NativeFile.CloseOnExec), ownsHandle: true);
}
