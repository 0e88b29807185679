using System.Runtime.InteropServices;

namespace ContainerNet.Interop;

/// <summary>recvmsg(2), for the error queue of a socket.</summary>
internal static unsafe partial class NativeReceiveMessage
{
    /// <summary>MSG_ERRQUEUE: take what ICMP said about this socket.</summary>
    public const int ErrorQueue = 0x2000;

    /// <summary>MSG_DONTWAIT.</summary>
    public const int DoNotWait = 0x40;

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, MessageHeader* message, int flags);
}
