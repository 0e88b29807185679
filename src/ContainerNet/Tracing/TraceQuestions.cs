using System.Globalization;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Turns the words of a user into packets to send or to predict: External, Host, Loopback, a container or an own address on one
/// side; a container, or an address with a port, on the other.</summary>
public static class TraceQuestions
{
    /// <summary>The packets that the words mean. A container without a port means every port that it publishes, or, for a
    /// sender that is a container, every port that it listens on.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="from">External, Host, Loopback, a container, or an address of this host.</param>
    /// <param name="to">A container, or address:port.</param>
    /// <param name="ports">Ports, where a container is named: host ports, or container ports where none is published under that number.</param>
    /// <param name="protocol">The transport; null for that of the port, tcp where no port says.</param>
    /// <param name="predicted">Nothing will be sent: then the sender may be any machine, by its address.</param>
    /// <exception cref="ContainerNetException">TargetNotFound.</exception>
    public static IReadOnlyList<PathQuestion> Of(
        Snapshot facts, string from, string to, IReadOnlyList<int> ports, Protocol? protocol, bool predicted = false)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (protocol == Protocol.Sctp)
        {
            throw NotFound(to, predicted ? "The way of SCTP packets is not predicted: name tcp or udp."
                : "SCTP packets are not sent. Watch real ones with -Wait -Protocol sctp.");
        }

        (Vantage vantage, Container? sender, IPAddress? source) = Origin(facts, from, predicted);
        if (ContainerOf(facts, to) is { } receiver)
        {
            List<PathQuestion> questions = [.. sender is null
                ? FromOutside(facts, vantage, receiver, ports, protocol, source)
                : FromContainer(receiver, ports, protocol)];
            return questions.Count > 0
                ? [.. questions.Select(q => q with { From = from, Sender = sender, SourceAddress = source })]
                : throw NotFound(to, ports.Count > 0
                    ? $"{to} has no port {string.Join(", ", ports)}{(protocol is null ? "" : $"/{protocol.ToString()!.ToLowerInvariant()}")}."
                    : $"{to} publishes no port. Name one with -Port, or an address with its port.");
        }

        if (Address(to, ports) is not { } end)
        {
            throw NotFound(to, $"'{to}' is neither a container of {facts.Host.Name} nor an address with a port.");
        }

        if (source is not null && IsIPv6(source) != IsIPv6(end.Address))
        {
            throw NotFound(to, $"{source} and {end.Address} are not of one family.");
        }

        Protocol transport = protocol ?? Protocol.Tcp;
        (Container? owner, int port, bool published) = BehindAddress(facts, end, transport);
        return
        [
            new PathQuestion
            {
                From = from, To = end.ToString(), Vantage = vantage, Sender = sender, SourceAddress = source,
                Address = end.Address, Port = end.Port, Protocol = transport,
                Receiver = owner, ReceiverPort = port, IsPublished = published,
            },
        ];
    }

    private static (Vantage, Container?, IPAddress?) Origin(Snapshot facts, string from, bool predicted)
    {
        if (!from.Equals(nameof(Vantage.Container), StringComparison.OrdinalIgnoreCase)
            && !char.IsDigit(from.FirstOrDefault()) && Enum.TryParse(from, ignoreCase: true, out Vantage vantage))
        {
            return (vantage, null, null);
        }

        if (ContainerOf(facts, from) is { } sender)
        {
            return sender.IsRunning ? (Vantage.Container, sender, null)
                : throw NotFound(from, $"{from} does not run, so it sends nothing.");
        }

        if (IPAddress.TryParse(from, out IPAddress? address))
        {
            return facts.Addresses.Any(a => a.Address.Equals(address)) ? (Vantage.Host, null, address)
                : OwnerOf(facts, address) is { } owner ? (Vantage.Container, (Container?)owner, address)
                : predicted ? (Vantage.External, null, address)
                : throw NotFound(from, $"{from} is no address of this host, and nobody sends in another's name: "
                    + $"use -From External, or watch its own packets with -Wait -SourceAddress {from}.");
        }

        throw NotFound(from, $"'{from}' is neither External, Host or Loopback, nor a container, nor an address of {facts.Host.Name}.");
    }

    private static Container? OwnerOf(Snapshot facts, IPAddress address) => facts.Containers.FirstOrDefault(c => c.IsRunning
        && c.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6)));

    private static IEnumerable<PathQuestion> FromOutside(
        Snapshot facts, Vantage vantage, Container receiver, IReadOnlyList<int> ports, Protocol? protocol, IPAddress? source)
    {
        List<ContainerPort> published = [.. ContainerPorts.Of(facts).Where(p => p.Container == receiver.Name
            && p.Engine == receiver.Engine && p.HostPort > 0 && (protocol is null || p.Protocol == protocol)
            && (source is null || IsIPv6(source) == IsIPv6(p.HostAddress)))
            .DistinctBy(p => (p.HostPort, p.Protocol))];
        foreach (ContainerPort port in published.Where(p => ports.Count == 0 || ports.Contains(p.HostPort)))
        {
            if (PathQuestion.Of(facts, port, vantage) is { } question)
            {
                yield return question;
            }
        }

        foreach (int port in ports.Where(n => !published.Exists(p => p.HostPort == n)))
        {
            foreach (PathQuestion question in Direct(receiver, port, protocol ?? Protocol.Tcp))
            {
                yield return question with { Vantage = vantage };
            }
        }
    }

    private static IEnumerable<PathQuestion> FromContainer(Container receiver, IReadOnlyList<int> ports, Protocol? protocol)
    {
        IEnumerable<(int Port, Protocol Protocol)> wanted = ports.Count > 0
            ? ports.Select(p => (p, protocol ?? Protocol.Tcp))
            : receiver.PortBindings.Select(b => (b.ContainerPort, b.Protocol)).Where(b => protocol is null || b.Protocol == protocol);
        return wanted.Distinct().SelectMany(w => Direct(receiver, w.Port, w.Protocol)).Select(q => q with { Vantage = Vantage.Container });
    }

    /// <summary>To the container's own address; one question, at the first network that gives it one.</summary>
    private static IEnumerable<PathQuestion> Direct(Container receiver, int port, Protocol protocol)
    {
        IPAddress? address = receiver.Endpoints.Select(e => e.IPv4 ?? e.IPv6).FirstOrDefault(a => a is not null);
        return address is null ? [] :
        [
            new PathQuestion
            {
                From = "", To = string.Create(CultureInfo.InvariantCulture, $"{receiver.Name}:{port}"), Vantage = Vantage.External,
                Address = address, Port = port, Protocol = protocol, Receiver = receiver, ReceiverPort = port,
            },
        ];
    }

    /// <summary>The container that an address and port belong to, or are published for.</summary>
    private static (Container?, int, bool) BehindAddress(Snapshot facts, IPEndPoint end, Protocol protocol)
    {
        if (OwnerOf(facts, end.Address) is { } owner)
        {
            return (owner, end.Port, false);
        }

        bool isOwn = IPAddress.IsLoopback(end.Address) || facts.Addresses.Any(a => a.Address.Equals(end.Address));
        ContainerPort? port = isOwn
            ? ContainerPorts.Of(facts).FirstOrDefault(p => p.Running && p.HostPort == end.Port && p.Protocol == protocol)
            : null;
        return port is null ? (null, 0, false)
            : (facts.Containers.FirstOrDefault(c => c.Name == port.Container && c.Engine == port.Engine), port.Port, true);
    }

    private static IPEndPoint? Address(string text, IReadOnlyList<int> ports)
    {
        if (ports.Count == 1 && IPAddress.TryParse(text, out IPAddress? address))
        {
            return new IPEndPoint(address, ports[0]);
        }

        return IPEndPoint.TryParse(text, out IPEndPoint? end) && end.Port > 0 ? end : null;
    }

    private static bool IsIPv6(IPAddress? address) => address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    private static Container? ContainerOf(Snapshot facts, string name) =>
        facts.Containers.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
        ?? facts.Containers.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    private static ContainerNetException NotFound(string target, string message) => new(Problem.TargetNotFound, target, message);
}
