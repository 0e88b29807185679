using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>Makes sockets that stand where a client would.</summary>
internal static class VantageSocket
{
    /// <summary>A socket at the vantage, and the address that it knocks from when that is known.</summary>
    /// <param name="vantage">Where to stand.</param>
    /// <param name="processId">For the container's vantage: a process of its namespace.</param>
    /// <param name="external">The place to stand for <see cref="Vantage.External"/>.</param>
    /// <param name="address">Where it will knock.</param>
    /// <param name="isTcp">TCP, or UDP?</param>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static (Socket Socket, IPAddress? Source) Make(
        Vantage vantage, int processId, ExternalVantage? external, IPAddress address, bool isTcp)
    {
        (Socket, IPAddress?) Make()
        {
            Socket socket = isTcp
                ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
                : new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            IcmpError.Watch(socket);
            return (socket, SourceFor(address));
        }

        return vantage switch
        {
            Vantage.Container => NamespaceThread.Run(processId, Make),
            Vantage.External => (external ?? throw new ArgumentNullException(nameof(external))).Run(Make),
            _ => Make(),
        };
    }

    /// <summary>The address that this namespace knocks from. Asked of a datagram socket, which sends nothing by connecting:
    /// the socket of the probe forgets its own when the connect fails.</summary>
    private static IPAddress? SourceFor(IPAddress address)
    {
        const int AnyPort = 9;
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, AnyPort);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
