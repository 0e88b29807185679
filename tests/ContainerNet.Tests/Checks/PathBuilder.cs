using System.Net;
using ContainerNet.Collection;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>
/// Builds the path of one packet over a snapshot, hop by hop. Out of the box it is a client's SYN to the published port 8080 of
/// web, seen from outside, as far as nothing stops it.
/// </summary>
internal sealed class PathBuilder(Snapshot facts)
{
    private readonly List<Hop> _hops = [];
    private string _from = "External";
    private string _to = "web:80";
    private string? _container = "web";
    private int? _port = 8080;
    private bool _complete = true;
    private PathDirection _direction;
    private string? _input = "host0";
    private string? _output = "docker0";
    private PacketHeader _sent = Header("192.0.2.2:40000", "192.0.2.1:8080");
    private PacketHeader? _now;

    public static Snapshot Host(string scenario) =>
        SnapshotJson.Read(File.ReadAllBytes(Repository.Path("tests", "Fixtures", "hosts", $"{scenario}.json")), scenario);

    public PathBuilder Between(string from, string to, string source, string destination, string? container = null, int? port = null)
    {
        (_from, _to, _sent, _now, _container, _port) = (from, to, Header(source, destination), null, container, port);
        return this;
    }

    public PathBuilder Devices(string? input, string? output)
    {
        (_input, _output) = (input, output);
        return this;
    }

    public PathBuilder Translated(string destination)
    {
        _now = Header($"{_sent.Source}:{_sent.SourcePort}", destination);
        return this;
    }

    public PathBuilder Reply()
    {
        _direction = PathDirection.Reply;
        return this;
    }

    public PathBuilder Incomplete()
    {
        _complete = false;
        return this;
    }

    /// <summary>A rule of the snapshot: the first of the chain whose text holds the words.</summary>
    public PathBuilder Rule(string hook, string table, string chain, string words, HopAction action, string family = "ip")
    {
        FirewallRule rule = facts.Chains.Where(c => c.Table.Family == family && c.Table.Name == table && c.Name == chain)
            .SelectMany(c => c.Rules).First(r => r.Text.Contains(words, StringComparison.Ordinal));
        return Add(new Hop
        {
            Layer = HopLayer.Netfilter,
            Action = action,
            Hook = hook,
            Backend = rule.Table.Backend,
            Family = rule.Table.Family,
            Table = rule.Table.Name,
            Chain = rule.Chain,
            Handle = rule.Table.Backend == FirewallBackend.IptablesLegacy ? null : rule.Handle,
            Number = rule.Number,
            Rule = rule.Text,
            Packets = rule.Packets,
            Owner = rule.Owner,
        });
    }

    /// <summary>A rule of a table that the snapshot does not hold: "inet site" with its text; the handle null for a policy.</summary>
    public PathBuilder Foreign(
        string hook, string table, string chain, string text, HopAction action, long? handle = 4, RuleOwner owner = RuleOwner.Unknown,
        FirewallBackend backend = FirewallBackend.Nftables, string? zone = null) => Add(new Hop
        {
            Layer = HopLayer.Netfilter,
            Action = action,
            Hook = hook,
            Backend = backend,
            Family = table.Split(' ')[0],
            Table = table.Split(' ')[1],
            Chain = chain,
            Handle = handle,
            Rule = text,
            Owner = owner,
            Zone = zone,
        });

    /// <summary>The policy of a chain of the snapshot.</summary>
    public PathBuilder Policy(string hook, string table, string chain, HopAction action)
    {
        FirewallChain found = facts.Chains.First(c => c.Table.Name == table && c.Name == chain);
        return Foreign(
            hook, $"{found.Table.Family} {found.Table.Name}", chain, action == HopAction.Drop ? "policy drop" : "policy accept", action,
            handle: null, found.Owner, found.Table.Backend);
    }

    /// <summary>Stopped outside netfilter.</summary>
    public PathBuilder Ends(HopLayer layer, HopReason? reason, HopAction action = HopAction.Drop, string place = Hop.HostPlace) => Add(new Hop
    {
        Layer = layer,
        Action = action,
        Reason = reason,
        Place = place,
    });

    public PacketPath Stopped(PathVerdict verdict = PathVerdict.Dropped) => Build(verdict, _hops[^1]);

    public PacketPath Delivered() => Build(PathVerdict.Delivered, null);

    public PacketPath Build(PathVerdict verdict, Hop? deciding) => new()
    {
        From = _from,
        To = _to,
        Protocol = Protocol.Tcp,
        Packet = _sent,
        Verdict = verdict,
        Complete = _complete,
        DecidingHop = deciding,
        Hops = [.. _hops],
        Message = "a test",
        Observed = true,
        Engine = _container is null ? null : "docker",
        Container = _container,
        Port = _port,
        HostName = facts.Host.Name,
    };

    private PathBuilder Add(Hop hop)
    {
        _hops.Add(hop with
        {
            Direction = _direction,
            InputInterface = _input,
            OutputInterface = hop.Hook is "prerouting" or "input" || hop.Layer != HopLayer.Netfilter ? null : _output,
            Packet = _now ?? _sent,
        });
        return this;
    }

    private static PacketHeader Header(string source, string destination)
    {
        IPEndPoint from = IPEndPoint.Parse(source);
        IPEndPoint to = IPEndPoint.Parse(destination);
        return new PacketHeader
        {
            Protocol = Protocol.Tcp,
            Source = from.Address,
            SourcePort = from.Port,
            Destination = to.Address,
            DestinationPort = to.Port,
        };
    }
}
