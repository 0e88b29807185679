using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>poll(2): one thread waits for several sockets, and costs nothing while nothing comes.</summary>
internal static partial class NativePoll
{
    /// <summary>Waits; without end when the limit is below zero.</summary>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Wait(Span<PollEntry> entries, nuint count, int limitMilliseconds);
}
