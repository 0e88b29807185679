using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>setpriority(2), which on Linux is of one thread.</summary>
internal static partial class NativePriority
{
    private const int Thread = 0; // PRIO_PROCESS, which with 0 for whom is the calling thread

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int Set(int which, uint who, int nice);

    /// <summary>Lets the calling thread run before others; where that is not permitted it stays as it is.</summary>
    public static void Raise() => _ = Set(Thread, 0, -20);
}
