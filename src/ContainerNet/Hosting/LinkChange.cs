using System.Net;
using System.Runtime.InteropServices;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>Changes to interfaces, addresses and routes in the network namespace of the calling thread.</summary>
internal static class LinkChange
{
    private const ushort NewLink = 16, DeleteLink = 17, NewAddress = 20, NewRoute = 24, NewNeighbour = 28;
    private const ushort Exclusive = 0x200, Create = 0x400;
    private const int Up = 1;
    private const byte NoDetection = 0x02;

    /// <summary>Makes a veth pair, whose other end appears in a namespace that is held open.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void AddVeth(VethEnd end, VethEnd peer, SafeFileHandle peerNamespace)
    {
        const ushort Address = 1, Name = 3, Info = 18, InfoKind = 1, InfoData = 2, Peer = 1, NamespaceFile = 28;
        NetlinkWriter request = new NetlinkWriter()
            .Raw(new byte[16])
            .Attribute(Name, end.Name)
            .Attribute(Address, end.HardwareAddress)
            .Nested(Info, info => info
                .Attribute(InfoKind, "veth"u8)
                .Nested(InfoData, data => data
                    .Nested(Peer, p => p
                        .Raw(new byte[16])
                        .Attribute(Name, peer.Name)
                        .Attribute(Address, peer.HardwareAddress)
                        .Attribute(NamespaceFile, (int)peerNamespace.DangerousGetHandle()))));
        RouteSocket.Change(NewLink, Create | Exclusive, request.Payload);
        GC.KeepAlive(peerNamespace);
    }

    /// <summary>Removes an interface.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void Remove(int index) =>
        RouteSocket.Change(DeleteLink, 0, new NetlinkWriter().Raw(0).Raw(index).Raw(0).Raw(0).Payload);

    /// <summary>Switches an interface on.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void SetUp(int index) =>
        RouteSocket.Change(NewLink, 0, new NetlinkWriter().Raw(0).Raw(index).Raw(Up).Raw(Up).Payload);

    /// <summary>Gives an interface an address. For IPv6 without duplicate address detection, which takes a second.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void AddAddress(int index, IPAddress address, byte prefixLength)
    {
        const ushort Address = 1, Local = 2;
        byte[] bytes = address.GetAddressBytes();
        byte family = bytes.Length == 4 ? (byte)2 : (byte)10;
        RouteSocket.Change(NewAddress, Create | Exclusive, new NetlinkWriter()
            .Raw(family, prefixLength, family == 10 ? NoDetection : (byte)0, 0)
            .Raw(index)
            .Attribute(Local, bytes)
            .Attribute(Address, bytes)
            .Payload);
    }

    /// <summary>Adds a route over an interface: to one address on link, or by a gateway to everywhere.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void AddRoute(int index, IPAddress? destination, IPAddress? gateway, IPAddress? source)
    {
        const ushort Destination = 1, Output = 4, Gateway = 5, PreferredSource = 7;
        const byte MainTable = 254, BootProtocol = 3, Unicast = 1, LinkScope = 253;
        byte[]? to = destination?.GetAddressBytes();
        byte[]? by = gateway?.GetAddressBytes();
        bool isIPv4 = (to ?? by)?.Length == 4;
        NetlinkWriter request = new NetlinkWriter()
            .Raw(isIPv4 ? (byte)2 : (byte)10, (byte)((to?.Length ?? 0) * 8), 0, 0)
            .Raw(MainTable, BootProtocol, by is null && isIPv4 ? LinkScope : (byte)0, Unicast)
            .Raw(0)
            .Attribute(Output, index);
        _ = to is null ? request : request.Attribute(Destination, to);
        _ = by is null ? request : request.Attribute(Gateway, by);
        _ = source is null ? request : request.Attribute(PreferredSource, source.GetAddressBytes());
        RouteSocket.Change(NewRoute, Create | Exclusive, request.Payload);
    }

    /// <summary>Tells the hardware address of a neighbour for good, so that nobody need ask for it.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void AddNeighbour(int index, IPAddress address, ReadOnlySpan<byte> hardwareAddress)
    {
        const ushort Destination = 1, LinkAddress = 2;
        const byte Permanent = 0x80;
        byte[] bytes = address.GetAddressBytes();
        RouteSocket.Change(NewNeighbour, Create, new NetlinkWriter()
            .Raw(bytes.Length == 4 ? 2 : 10)
            .Raw(index)
            .Raw(Permanent, 0, 0, 0)
            .Attribute(Destination, bytes)
            .Attribute(LinkAddress, hardwareAddress)
            .Payload);
    }

    /// <summary>The index of an interface.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static int IndexOf(string name)
    {
        uint index = NativeInterfaceIndex.Of(name);
        return index > 0 ? (int)index : throw new ContainerNetException(
            Problem.NetlinkRefused, name, $"There is no interface {name}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
