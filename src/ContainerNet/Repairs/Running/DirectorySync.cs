using System.Runtime.InteropServices;

namespace ContainerNet.Repairs.Running;

/// <summary>Makes a rename or a new file durable: without fsync of the folder it may be gone after a power cut.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>Flushes a folder.</summary>
    public static void Flush(string folder)
    {
        int descriptor = Open(folder, ReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (FSync(descriptor) != 0)
            {
                throw new IOException($"{folder} could not be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
