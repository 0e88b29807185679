using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Interop;

/// <summary>recvmmsg(2): many datagrams in one call.</summary>
internal static unsafe partial class NativeReceiveBatch
{
    /// <summary>MSG_WAITFORONE: wait for the first one only, then take what is there.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>MSG_DONTWAIT.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>MSG_TRUNC, in the flags of a message: it was longer than its buffer.</summary>
    public const int Truncated = 0x20;

    /// <summary>Receives up to <paramref name="count"/> datagrams; returns how many, or -1.</summary>
    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int Receive(
        SafeFileHandle socket, BatchedMessage* messages, uint count, int flags, void* timeout);
}
