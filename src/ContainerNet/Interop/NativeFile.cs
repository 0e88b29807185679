using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>open, read, lseek, readlink and close as the C library has them: thousands of small files of procfs are read in a look,
/// and the framework's streams would ask for length, type and lock of each, and throw for each that is absent.</summary>
internal static partial class NativeFile
{
    internal const int ReadOnly = 0;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    /// <summary>SEEK_SET and SEEK_END.</summary>
    internal const int FromStart = 0, FromEnd = 2;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(int descriptor, long offset, int from);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(string path, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);
}
