using System.Globalization;
using System.Net;
using ContainerNet.Paths;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Tracing;

namespace ContainerNet.Cmdlets;

/// <summary>Turns ports, as Get-ContainerPort gives them, into packets to send or to predict.</summary>
internal static class PortQuestions
{
    /// <summary>The packets to one port: to its own host address from a vantage of the host, and to the port inside from a
    /// container or where it is not published.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="from">External, Host, Loopback, a container, or an address of this host.</param>
    /// <param name="port">The port.</param>
    /// <param name="predicted">Nothing will be sent: then the sender may be any machine.</param>
    /// <exception cref="ContainerNetException">TargetNotFound.</exception>
    public static IReadOnlyList<PathQuestion> Of(Snapshot facts, string from, ContainerPort port, bool predicted = false)
    {
        bool isContainer = facts.Containers.Any(c => c.Name.Equals(from, StringComparison.OrdinalIgnoreCase));
        if (!isContainer && port.HostPort > 0 && VantageOf(from) is { } vantage)
        {
            return PathQuestion.Of(facts, port, vantage) is { } question ? [Told(question)] : [];
        }

        int number = isContainer || port.HostPort == 0 ? port.Port : port.HostPort;
        return TraceQuestions.Of(facts, from, port.Container, [number], port.Protocol, predicted);
    }

    /// <summary>The published port that an object names by its host port, or null.</summary>
    public static ContainerPort? Named(Snapshot facts, string container, IPAddress? address, int? hostPort, Protocol? protocol) =>
        hostPort is not > 0 ? null : ContainerPorts.Of(facts).FirstOrDefault(p => p.Container == container
            && p.HostPort == hostPort && (protocol is null || p.Protocol == protocol)
            && (address is null || address.Equals(p.HostAddress)));

    /// <summary>The packet of a path again, for the other half of a comparison: from the same place to the same address.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="path">A path that was predicted or seen.</param>
    /// <param name="predicted">Nothing will be sent: then the sender may be any machine.</param>
    /// <exception cref="ContainerNetException">TargetNotFound.</exception>
    public static PathQuestion Again(Snapshot facts, PacketPath path, bool predicted)
    {
        if (path.Packet.Destination is not { } address || path.Packet.DestinationPort == 0)
        {
            throw new ContainerNetException(
                Problem.TargetNotFound, path.To, $"The path to {path.To} does not say which address and port its packet went to.");
        }

        string target = new IPEndPoint(address, path.Packet.DestinationPort).ToString();
        return TraceQuestions.Of(facts, path.From, target, [], path.Protocol, predicted)[0] with { To = path.To };
    }

    /// <summary>What is to be said of a packet that goes past the published ports; null when there is nothing.</summary>
    public static string? NoteOf(PathQuestion question) =>
        question is { Receiver: { } receiver, IsPublished: false, Vantage: Vantage.External }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{receiver.Name} does not publish {question.Port}: it went straight to {question.Address}")
            : null;

    /// <summary>The same port is published for both families mostly, and the two answers must not look alike.</summary>
    private static PathQuestion Told(PathQuestion question) =>
        question.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? question with { To = $"{question.To} (IPv6)" }
            : question;

    private static Vantage? VantageOf(string from) =>
        !char.IsDigit(from.FirstOrDefault()) && Enum.TryParse(from, ignoreCase: true, out Vantage vantage)
            && vantage != Vantage.Container ? vantage : null;
}
