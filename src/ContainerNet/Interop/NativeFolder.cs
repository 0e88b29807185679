using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>openat(2), statx(2), renameat(2), fchown(2) and fsync(2): files of a folder that nobody can exchange for another meanwhile.</summary>
internal static partial class NativeFolder
{
    /// <summary>O_DIRECTORY and O_NOFOLLOW.</summary>
    internal const int Folder = 0x10000, NoFollow = 0x20000;

    /// <summary>AT_FDCWD: a name is a path.</summary>
    internal const int Here = -100;

    /// <summary>AT_SYMLINK_NOFOLLOW, and STATX_MODE with STATX_UID and STATX_GID.</summary>
    internal const int StatNoFollow = 0x100, Rights = 0x2 | 0x8 | 0x10;

    /// <summary>struct statx, of which we want three numbers.</summary>
    internal const int StatBytes = 256, UserAt = 20, GroupAt = 24, ModeAt = 28;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OpenAt(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Stat(int folder, string name, int flags, uint mask, Span<byte> result);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(int folder, string name, int otherFolder, string otherName);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(nint descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Flush(int descriptor);
}
