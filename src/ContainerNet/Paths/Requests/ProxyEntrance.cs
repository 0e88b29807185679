using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Where a client comes to a proxy.</summary>
/// <param name="Address">The address that the client connects to; null when there is none from where it stands.</param>
/// <param name="Port">The port that the client connects to.</param>
/// <param name="Arrival">The address that it arrives at, in the proxy's own namespace; null when that is not known.</param>
/// <param name="ArrivalPort">The port that it arrives at there.</param>
/// <param name="Way">The packet that opens the connection; null when there is none.</param>
internal sealed record ProxyEntrance(IPAddress? Address, int Port, IPAddress? Arrival, int ArrivalPort, PathQuestion? Way)
{
    /// <summary>The entrances of a proxy that a URL may lead to, the likeliest first. Names are not looked up: a name is taken for one of
    /// this host.</summary>
    public static IEnumerable<ProxyEntrance> Of(Snapshot facts, RunningProxy proxy, Uri url, Vantage vantage)
    {
        IPAddress? literal = IPAddress.TryParse(url.DnsSafeHost, out IPAddress? address) ? address
            : url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : null;
        return proxy.InHostNetwork ? OnHost(facts, proxy, url.Port, literal, vantage) : InContainer(facts, proxy, url, literal, vantage);
    }

    private static IEnumerable<ProxyEntrance> OnHost(Snapshot facts, RunningProxy proxy, int port, IPAddress? literal, Vantage vantage)
    {
        IEnumerable<IPAddress?> addresses = literal is not null ? [literal]
            : vantage == Vantage.Loopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : [Uplink.Of(facts, AddressFamily.IPv4)?.Address, Uplink.Of(facts, AddressFamily.IPv6)?.Address, .. Listening(proxy, port, vantage)];
        bool isOwn = literal is null || IPAddress.IsLoopback(literal) || facts.Addresses.Any(a => a.Address.Equals(literal));
        return !isOwn ? [] : addresses.OfType<IPAddress>().Distinct().Select(a => new ProxyEntrance(a, port, a, port, new PathQuestion
        {
            From = vantage.ToString(),
            To = $"{proxy.Program}:{port}",
            Vantage = IPAddress.IsLoopback(a) && vantage == Vantage.Host ? Vantage.Loopback : vantage,
            Address = a,
            Port = port,
        }));
    }

    /// <summary>The addresses that it listens on by name, for one that does not listen on all of them.</summary>
    private static IEnumerable<IPAddress?> Listening(RunningProxy proxy, int port, Vantage vantage) => proxy.Configuration.Servers
        .SelectMany(s => s.Listens)
        .Where(l => l is { Address: not null, IsAny: false, Datagram: false } && l.Port <= port && port <= l.LastPort)
        .Select(l => l.Address)
        .Where(a => vantage != Vantage.External || !IPAddress.IsLoopback(a!));

    private static IEnumerable<ProxyEntrance> InContainer(Snapshot facts, RunningProxy proxy, Uri url, IPAddress? literal, Vantage vantage)
    {
        Container? own = facts.Containers.FirstOrDefault(c => c.Name == proxy.Container && c.Engine == proxy.Engine);
        if (own is null)
        {
            yield break;
        }

        if (own.Endpoints.Any(e => literal is not null && (literal.Equals(e.IPv4) || literal.Equals(e.IPv6)))
            || url.Host.Equals(own.Name, StringComparison.OrdinalIgnoreCase))
        {
            IPAddress? there = literal ?? own.Endpoints.Select(e => e.IPv4 ?? e.IPv6).FirstOrDefault(a => a is not null);
            yield return new ProxyEntrance(there, url.Port, there, url.Port, there is null ? null : new PathQuestion
            {
                From = vantage.ToString(), To = $"{own.Name}:{url.Port}", Vantage = vantage, Address = there, Port = url.Port, Receiver = own,
                ReceiverPort = url.Port,
            });
        }

        foreach (ContainerPort port in ContainerPorts.Of(facts).Where(p => p.Container == own.Name && p.Engine == own.Engine
            && p.Running && p.Protocol == Protocol.Tcp && p.HostPort == url.Port && Takes(facts, p, literal)))
        {
            ProbeTarget target = ProbeTarget.Of(facts, port, literal is not null && IPAddress.IsLoopback(literal) ? Vantage.Loopback : vantage);
            IPAddress? address = literal ?? target.Address;
            PathQuestion? question = PathQuestion.Of(facts, port, vantage);
            yield return new ProxyEntrance(address, port.HostPort, port.ContainerAddress, port.Port,
                address is null ? null : question is null ? null : question with { Address = address });
        }
    }

    private static bool Takes(Snapshot facts, ContainerPort port, IPAddress? literal) => literal is null
        || (IPAddress.IsLoopback(literal) || facts.Addresses.Any(a => a.Address.Equals(literal)))
            && (port.HostAddress is null || port.HostAddress.Equals(literal)
                || ((port.HostAddress.Equals(IPAddress.Any) || port.HostAddress.Equals(IPAddress.IPv6Any))
                    && port.HostAddress.AddressFamily == literal.AddressFamily));
}
