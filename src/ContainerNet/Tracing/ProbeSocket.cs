using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>The socket that sends the packet which is followed. Bound before it sends, so that its ports are known and the
/// trace can be as narrow as this one conversation.</summary>
internal sealed class ProbeSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly PortProbe _probe;

    private ProbeSocket(Socket socket, PortProbe probe)
    {
        _socket = socket;
        _probe = probe;
    }

    /// <summary>The packet as it will be sent.</summary>
    public PacketHeader Packet { get; private init; } = new();

    /// <summary>Why nothing can be sent from there; null when something can.</summary>
    public string? Failure { get; private init; }

    /// <summary>Makes one at the place that the question names.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static ProbeSocket Open(PathQuestion question, Standpoint at) => at.Run(() =>
    {
        bool isTcp = question.Protocol == Protocol.Tcp;
        System.Net.Sockets.AddressFamily family = question.Address.AddressFamily;
        IPAddress? source = question.SourceAddress;
        string? failure = null;
        try
        {
            source ??= SourceFor(question.Address);
        }
        catch (SocketException e)
        {
            failure = e.Message;
        }

        Socket socket = isTcp
            ? new Socket(family, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(source ?? Any(family), 0));
        }
        catch (SocketException e)
        {
            failure ??= e.Message;
        }

        IcmpError.Watch(socket);
        return new ProbeSocket(socket, ProbeOf(question))
        {
            Failure = failure,
            Packet = new PacketHeader
            {
                Protocol = question.Protocol,
                Source = source,
                SourcePort = (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0,
                Destination = question.Address,
                DestinationPort = question.Port,
            },
        };
    });

    /// <summary>Sends, and waits for what comes back.</summary>
    public Task<ProbeOutcome> KnockAsync(CancellationToken cancellationToken) => _probe.Protocol == Protocol.Tcp
        ? TcpKnock.KnockAsync(_socket, _probe, Packet.Source, cancellationToken)
        : UdpKnock.KnockAsync(_socket, _probe, Packet.Source, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static PortProbe ProbeOf(PathQuestion question) => new()
    {
        Vantage = question.Vantage,
        Address = question.Address,
        Port = question.Port,
        Protocol = question.Protocol,
        ApplicationPort = question.ReceiverPort,
        Limit = question.Limit,
    };

    private static IPAddress Any(System.Net.Sockets.AddressFamily family) =>
        family == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>The address that this namespace would send from; connecting a datagram socket sends nothing.</summary>
    private static IPAddress? SourceFor(IPAddress address)
    {
        const int AnyPort = 9;
        using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address, AnyPort);
        return (socket.LocalEndPoint as IPEndPoint)?.Address;
    }
}
