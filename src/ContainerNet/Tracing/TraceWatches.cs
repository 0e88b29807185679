using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Turns the words of a user into flows to watch.</summary>
public static class TraceWatches
{
    /// <summary>What the words mean.</summary>
    /// <exception cref="ContainerNetException">TargetNotFound.</exception>
    public static TraceWatch Of(Snapshot facts, WatchFilter filter)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(filter);
        TraceFlow common = new()
        {
            Source = SourceOf(facts, filter),
            OpeningOnly = !filter.AllPackets,
            Replies = true,
            PerSecond = filter.PerSecond,
        };
        List<TraceFlow> flows = [.. filter.To.SelectMany(to => FlowsTo(facts, to, filter))];
        if (filter.To.Count == 0)
        {
            flows = [.. filter.Ports.Select(p => new TraceFlow { DestinationPort = p })];
            flows = flows.Count > 0 ? flows : [new TraceFlow()];
        }

        Protocol[] protocols = filter.Protocol is Protocol only ? [only] : [Protocol.Tcp, Protocol.Udp];
        return new TraceWatch
        {
            Full = filter.Full,
            PairAnswers = !filter.AllPackets && filter.Protocol is null or Protocol.Tcp,
            Flows =
            [
                .. flows.SelectMany(f => (f.Protocol is Protocol own ? [own] : protocols).Select(p => f with
                {
                    Protocol = p,
                    Source = f.Source ?? common.Source,
                    Family = f.Family ?? FamilyOf(f.Source ?? common.Source ?? f.Destination),
                    OpeningOnly = common.OpeningOnly && p == Protocol.Tcp,
                    PerSecond = common.PerSecond,
                }))
                .Where(f => IsPossible(f, filter))
                .Distinct(),
            ],
        };
    }

    private static bool IsPossible(TraceFlow flow, WatchFilter filter) =>
        (filter.Protocol is null || flow.Protocol == filter.Protocol)
        && (flow.Source is null || flow.Destination is null
            || flow.Source.Value.BaseAddress.AddressFamily == flow.Destination.Value.BaseAddress.AddressFamily);

    private static IEnumerable<TraceFlow> FlowsTo(Snapshot facts, string to, WatchFilter filter)
    {
        if (facts.Containers.FirstOrDefault(c => string.Equals(c.Name, to, StringComparison.OrdinalIgnoreCase)) is { } container)
        {
            IEnumerable<TraceFlow> incoming = filter.Direction == TraceDirection.Out ? [] : Into(facts, container, filter.Ports);
            IEnumerable<TraceFlow> outgoing = filter.Direction == TraceDirection.In ? [] : OutOf(container, filter.Ports);
            return incoming.Concat(outgoing);
        }

        if (IPEndPoint.TryParse(to, out IPEndPoint? end) && end.Port > 0)
        {
            return [new TraceFlow { Destination = Whole(end.Address), DestinationPort = end.Port }];
        }

        IPNetwork range = Range(to) ?? throw new ContainerNetException(
            Problem.TargetNotFound, to, $"'{to}' is neither a container of {facts.Host.Name} nor an address or range.");
        return filter.Ports.Count == 0
            ? [new TraceFlow { Destination = range }]
            : filter.Ports.Select(p => new TraceFlow { Destination = range, DestinationPort = p });
    }

    /// <summary>To the ports that it publishes, under whatever address of the host, and to its own address.</summary>
    private static IEnumerable<TraceFlow> Into(Snapshot facts, Container container, IReadOnlyList<int> ports)
    {
        foreach (ContainerPort port in ContainerPorts.Of(facts).Where(p => p.Container == container.Name
            && p.Engine == container.Engine && p.HostPort > 0 && (ports.Count == 0 || ports.Contains(p.HostPort)))
            .DistinctBy(p => (p.HostPort, p.Protocol)))
        {
            yield return new TraceFlow { Protocol = port.Protocol, DestinationPort = port.HostPort };
        }

        foreach (IPAddress address in Addresses(container))
        {
            if (ports.Count == 0)
            {
                yield return new TraceFlow { Destination = Whole(address) };
            }

            foreach (int port in ports)
            {
                yield return new TraceFlow { Destination = Whole(address), DestinationPort = port };
            }
        }
    }

    private static IEnumerable<TraceFlow> OutOf(Container container, IReadOnlyList<int> ports) =>
        from address in Addresses(container)
        from port in ports.Count == 0 ? [null] : ports.Select(p => (int?)p)
        select new TraceFlow { Source = Whole(address), DestinationPort = port };

    private static IEnumerable<IPAddress> Addresses(Container container) =>
        container.Endpoints.SelectMany(e => new[] { e.IPv4, e.IPv6 }).OfType<IPAddress>();

    private static IPNetwork? SourceOf(Snapshot facts, WatchFilter filter)
    {
        if (filter.SourceAddress is string source)
        {
            return Range(source) ?? throw new ContainerNetException(
                Problem.TargetNotFound, source, $"'{source}' is neither an address nor a range such as 192.0.2.0/24.");
        }

        if (filter.From is not string from || from.Equals("External", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        IPAddress? address = IPAddress.TryParse(from, out IPAddress? own) ? own
            : facts.Containers.FirstOrDefault(c => string.Equals(c.Name, from, StringComparison.OrdinalIgnoreCase)) is { } sender
                ? Addresses(sender).FirstOrDefault() : null;
        return address is not null ? Whole(address) : throw new ContainerNetException(
            Problem.TargetNotFound, from, $"'{from}' is neither a container of {facts.Host.Name} nor an address.");
    }

    private static IPNetwork? Range(string text) => IPAddress.TryParse(text, out IPAddress? address) ? Whole(address)
        : IPNetwork.TryParse(text, out IPNetwork range) ? range : null;

    private static IPNetwork Whole(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static AddressFamily? FamilyOf(IPNetwork? range) => range is null ? null
        : range.Value.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;
}
