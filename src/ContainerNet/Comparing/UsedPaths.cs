using System.Globalization;
using System.Net;
using ContainerNet.Checks;
using ContainerNet.Checks.Host;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Comparing;

/// <summary>The paths that are walked on every host that is compared, under names that mean the same on all of them: published ports from
/// each vantage in both families, containers at their own addresses, ports of the host's network, between networks, outwards, and from
/// proxies to their upstreams.</summary>
internal static class UsedPaths
{
    private const int MostPairs = 20;

    // A host of a thousand containers has as many; a file that says more is not worth the time.
    private const int MostPaths = 10_000;

    /// <summary>The questions by name; only those with one of these names when any are given.</summary>
    public static Dictionary<string, PathQuestion> Of(Snapshot facts, HostRoles roles)
    {
        Dictionary<string, PathQuestion> questions = new(StringComparer.Ordinal);
        if (!Diagnoser.CanWalk(facts))
        {
            return questions;
        }

        foreach ((string name, PathQuestion question) in Published(facts).Concat(Answered(facts, roles)).Concat(OfHostNetwork(facts)).Concat(Direct(facts)).Concat(Between(facts)).Concat(Others(facts, roles)).Take(MostPaths))
        {
            _ = questions.TryAdd(name, question);
        }

        return questions;
    }

    /// <summary>What becomes of each.</summary>
    public static Dictionary<string, PacketPath> Walk(Snapshot facts, HostRoles roles, IReadOnlySet<string>? names = null)
    {
        PathPredictor predictor = new(facts);
        return Of(facts, roles).Where(q => names is null || names.Contains(q.Key))
            .ToDictionary(q => q.Key, q => predictor.Predict(q.Value), StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, PathQuestion Question)> Published(Snapshot facts) =>
        from port in facts.PublishedPorts()
        from vantage in s_vantages
        let question = PathQuestion.Of(facts, port, vantage)
        where question is not null
        select ($"{vantage} -> {port.Container}:{Questions.PortText(port.HostPort, port.Protocol)}{Family(question.Address)}", question);

    /// <summary>From clients on the uplink's own network whose answers leave by another interface: a host that checks the way back drops
    /// what they send.</summary>
    private static IEnumerable<(string Name, PathQuestion Question)> Answered(Snapshot facts, HostRoles roles) =>
        from uplink in new[] { Uplink.Of(facts, AddressFamily.IPv4) }
        where uplink is not null
        from route in ReturnRoutes.Elsewhere(facts, uplink.Link).Take(2)
        let link = ReturnRoutes.NameOf(facts, route)
        where !facts.Networks.Any(n => Questions.Is(n.Bridge, link))
        from port in facts.PublishedPorts()
        where !Questions.IsIPv6(port.HostAddress)
        let question = PathQuestion.Of(facts, port, Vantage.External)
        where question is not null
        select ($"External, answered over {roles.Interface(link)} -> {port.Container}:{Questions.PortText(port.HostPort, port.Protocol)}",
            question with { SourceAddress = FirstOf(route.Destination) });

    private static IPAddress FirstOf(IPNetwork network)
    {
        byte[] bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1] += network.PrefixLength < 31 ? (byte)1 : (byte)0;
        return new IPAddress(bytes);
    }

    private static IEnumerable<(string Name, PathQuestion Question)> OfHostNetwork(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: true }
        from listener in container.Listeners ?? []
        where !listener.IsLoopback && listener.ProcessId is not null && listener.Protocol == Protocol.Tcp
        let uplink = Uplink.Of(facts, Questions.IsIPv6(listener.Address) && !listener.IsAny ? AddressFamily.IPv6 : AddressFamily.IPv4)
        where uplink is not null
        select ($"External -> {container.Name}:{Questions.PortText(listener.Port, Protocol.Tcp)} on the host's network", new PathQuestion
        {
            From = "External", To = string.Create(CultureInfo.InvariantCulture, $"{container.Name}:{listener.Port}"), Vantage = Vantage.External,
            Address = uplink.Address, Port = listener.Port, Receiver = container, ReceiverPort = listener.Port,
        });

    private static IEnumerable<(string Name, PathQuestion Question)> Direct(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: false } && facts.EngineOf(container.Engine) is { Rootless: false }
        from port in container.PortBindings.Select(b => (b.ContainerPort, b.Protocol)).Distinct()
        let address = container.Endpoints.Select(e => e.IPv4).FirstOrDefault(a => a is not null)
        where address is not null && port.Protocol != Protocol.Sctp
        select ($"External -> {container.Name}:{Questions.PortText(port.ContainerPort, port.Protocol)} at its own address", new PathQuestion
        {
            From = "External", To = string.Create(CultureInfo.InvariantCulture, $"{container.Name}:{port.ContainerPort}"), Vantage = Vantage.External,
            Address = address, Port = port.ContainerPort, Protocol = port.Protocol, Receiver = container, ReceiverPort = port.ContainerPort,
        });

    /// <summary>From one container of each network to one of each other network.</summary>
    private static IEnumerable<(string Name, PathQuestion Question)> Between(Snapshot facts)
    {
        List<(ContainerNetwork Network, Container Member)> members = [.. facts.NetworksInUse()
            .Select(n => (n, facts.MembersOf(n).Where(c => c.PortBindings.Any(b => b.Protocol == Protocol.Tcp)).MinBy(c => c.Name, StringComparer.Ordinal)))
            .Where(m => m.Item2 is not null).Select(m => (m.n, m.Item2!))];
        return (from sender in members
                from receiver in members
                where sender.Network != receiver.Network && sender.Member != receiver.Member && PredictedPaths.IsRead(facts, sender.Member)
                let address = receiver.Member.Endpoints.First(e => Questions.Is(e.Network, receiver.Network.Name)).IPv4
                let port = receiver.Member.PortBindings.First(b => b.Protocol == Protocol.Tcp).ContainerPort
                where address is not null
                select ($"{sender.Member.Name} -> {receiver.Member.Name}:{Questions.PortText(port, Protocol.Tcp)} across networks", new PathQuestion
                {
                    From = sender.Member.Name, To = string.Create(CultureInfo.InvariantCulture, $"{receiver.Member.Name}:{port}"),
                    Vantage = Vantage.Container, Sender = sender.Member, Address = address, Port = port, Receiver = receiver.Member, ReceiverPort = port,
                })).Take(MostPairs);
    }

    private static IEnumerable<(string Name, PathQuestion Question)> Others(Snapshot facts, HostRoles roles) =>
        PredictedPaths.Outward(facts).Select(q => ($"network {q.Sender?.Endpoints.FirstOrDefault(e => e.Gateway is not null)?.Network} -> another machine", q))
            .Concat(PredictedPaths.ToUpstreams(facts).Select(q => ($"{q.From} -> upstream {roles.Said(q.To)}", q)));

    private static string Family(IPAddress address) => Questions.IsIPv6(address) ? " over IPv6" : "";

    private static readonly Vantage[] s_vantages = [Vantage.External, Vantage.Host, Vantage.Loopback];
}
