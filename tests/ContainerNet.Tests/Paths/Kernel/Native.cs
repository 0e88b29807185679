using System.Runtime.InteropServices;

namespace ContainerNet.Paths.Kernel;

/// <summary>Sockets that send whole frames and whole packets, which the sockets of .NET do not.</summary>
internal static partial class Native
{
    public const int PacketFamily = 17, InternetFamily = 2, InternetFamily6 = 10, Raw = 3, RawProtocol = 255;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, [In] byte[] address, int length);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint Send(int socket, [In] byte[] data, nint length, int flags, [In] byte[]? address, int addressLength);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int socket);
}
