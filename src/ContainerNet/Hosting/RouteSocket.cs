using ContainerNet.Interop;

namespace ContainerNet.Hosting;

/// <summary>The kernel's interfaces and routing tables (rtnetlink(7)), in the network namespace of the calling thread.</summary>
internal static class RouteSocket
{
    /// <summary>Asks for a whole table.</summary>
    /// <param name="type">RTM_GET...</param>
    /// <param name="header">The family's header, and attributes that narrow the answer.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static IReadOnlyList<NetlinkMessage> Dump(ushort type, ReadOnlySpan<byte> header) =>
        NetlinkRequest.Dump(NativeSocket.RouteProtocol, type, header);

    /// <summary>Asks one question that has one answer.</summary>
    /// <param name="type">RTM_GET...</param>
    /// <param name="payload">The family's header and the attributes.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused; its inner Win32Exception has the kernel's number.</exception>
    public static IReadOnlyList<NetlinkMessage> Ask(ushort type, ReadOnlySpan<byte> payload) =>
        NetlinkRequest.Ask(NativeSocket.RouteProtocol, type, payload);

    /// <summary>Asks for one change and waits for the kernel's word on it.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void Change(ushort type, ushort flags, ReadOnlySpan<byte> payload) =>
        NetlinkRequest.Change(NativeSocket.RouteProtocol, type, flags, payload);
}
