using System.Globalization;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Watching;

/// <summary>What rtnetlink has told so far, and what each further message changes in it. The kernel repeats itself (counters
/// of an interface, the lifetime of an address): only what differs from what was known is a change.</summary>
internal sealed class RouteState
{
    internal const ushort NewLink = 16, DeleteLink = 17, NewAddress = 20, DeleteAddress = 21, NewRoute = 24, DeleteRoute = 25,
        NewRule = 32, DeleteRule = 33, NewConfiguration = 80, DeleteConfiguration = 81;

    private const int All = -1, Default = -2;
    private const int LocalTable = 255, MainTable = 254;
    private const int LinkFamilyOffset = 0;

    private readonly Dictionary<int, Link> _links = [];
    private readonly HashSet<(int Link, IPAddress Address, int Length)> _addresses = [];
    private readonly Dictionary<(byte Family, int Index), NetConfiguration> _switches = [];

    /// <summary>The interfaces that are known.</summary>
    public IReadOnlyDictionary<int, Link> Links => _links;

    /// <summary>Takes a message; what it changes, if anything.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it came.</param>
    /// <exception cref="FormatException">It is cut off.</exception>
    public IEnumerable<Sighting> Take(NetlinkMessage message, DateTimeOffset at) => message.Type switch
    {
        NewLink or DeleteLink => Linked(message, at),
        NewAddress or DeleteAddress => Addressed(message, at),
        NewRoute or DeleteRoute => Routed(message, at),
        NewRule or DeleteRule => Ruled(message, at),
        NewConfiguration => Switched(message, at),
        DeleteConfiguration => Unswitched(message),
        _ => [],
    };

    /// <summary>Interfaces that are known and are not among these: they went while nobody could hear it.</summary>
    public IEnumerable<Sighting> Missing(IReadOnlySet<int> present, DateTimeOffset at)
    {
        foreach (Link link in _links.Values.Where(l => !present.Contains(l.Index)).ToList())
        {
            yield return Gone(link, at);
        }
    }

    private IEnumerable<Sighting> Linked(NetlinkMessage message, DateTimeOffset at)
    {
        // AF_BRIDGE: what a bridge says of a port; that the port left it comes as a deletion, and the interface stays.
        if (message.Payload.Length > LinkFamilyOffset && message.Payload[LinkFamilyOffset] != 0)
        {
            yield break;
        }

        Link link = LinkDecoder.Decode(message with { Type = NewLink })!;
        Link? before = _links.GetValueOrDefault(link.Index);
        if (message.Type == DeleteLink)
        {
            if (before is not null)
            {
                yield return Gone(before, at);
            }

            yield break;
        }

        _links[link.Index] = link;
        string? was = before is null ? null : StateOf(before);
        string now = StateOf(link);
        if (was != now)
        {
            string kind = link.Kind.Length > 0 ? $" ({link.Kind})" : "";
            yield return new Sighting
            {
                At = at,
                Kind = ChangeKind.Link,
                Subject = link.Name,
                Before = was,
                After = now,
                Words = was is null ? $"Interface {link.Name}{kind} came: {now}." : $"Interface {link.Name} is {now} now; it was {was}.",
            };
        }
    }

    private Sighting Gone(Link link, DateTimeOffset at)
    {
        _links.Remove(link.Index);
        return new Sighting
        {
            At = at,
            Kind = ChangeKind.Link,
            Subject = link.Name,
            Before = StateOf(link),
            Words = $"Interface {link.Name} is gone.",
        };
    }

    private string StateOf(Link link)
    {
        string state = !link.IsUp ? "down" : link.HasCarrier ? "up" : "up without carrier";
        string master = link.MasterIndex == 0 ? "" : $", in {NameOf(link.MasterIndex)}";
        return $"{state}{master}, MTU {link.MtuBytes}";
    }

    private IEnumerable<Sighting> Addressed(NetlinkMessage message, DateTimeOffset at)
    {
        // Link-local addresses come and go with their interface, and with nothing else.
        if (AddressDecoder.Decode(message with { Type = NewAddress }) is not { } address || address.Address.IsIPv6LinkLocal)
        {
            yield break;
        }

        (int, IPAddress, int) key = (address.LinkIndex, address.Address, address.PrefixLength);
        bool isNew = message.Type == NewAddress;
        if (isNew ? !_addresses.Add(key) : !_addresses.Remove(key))
        {
            yield break;
        }

        string text = $"{address.Address}/{address.PrefixLength}";
        string name = NameOf(address.LinkIndex);
        yield return new Sighting
        {
            At = at,
            Kind = ChangeKind.Address,
            Subject = $"{text} on {name}",
            Before = isNew ? null : text,
            After = isNew ? text : null,
            Words = isNew ? $"{name} got the address {text}." : $"{name} lost the address {text}.",
        };
    }

    private IEnumerable<Sighting> Routed(NetlinkMessage message, DateTimeOffset at)
    {
        // The kernel keeps table local by itself, from the addresses, which are told.
        if (RouteDecoder.Decode(message with { Type = NewRoute }) is not { } route || route.Table == LocalTable
            || route.Destination.BaseAddress.IsIPv6LinkLocal || route.Destination.BaseAddress.IsIPv6Multicast)
        {
            yield break;
        }

        string subject = route.Destination.PrefixLength == 0 ? $"default route ({route.Destination})" : $"route to {route.Destination}";
        if (route.Table is not (0 or MainTable))
        {
            subject += $" in table {route.Table}";
        }

        string way = WayOf(route);
        bool isNew = message.Type == NewRoute;
        yield return new Sighting
        {
            At = at,
            Kind = ChangeKind.Route,
            Subject = subject,
            Before = isNew ? null : way,
            After = isNew ? way : null,
            Words = $"The {subject} {way} was {(isNew ? "added" : "removed")}.",
        };
    }

    private string WayOf(Route route)
    {
        string gateway = route.Gateway is null ? "" : $"via {route.Gateway} ";
        string way = route.Type != "unicast" ? route.Type
            : route.NextHops is { Count: > 0 } hops ? $"over {hops.Count} next hops"
            : $"{gateway}by {NameOf(route.LinkIndex)}";
        return route.Metric == 0 ? way : $"{way}, metric {route.Metric.ToString(CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<Sighting> Ruled(NetlinkMessage message, DateTimeOffset at)
    {
        if (RoutingRuleDecoder.Decode(message with { Type = NewRule }) is not { } rule)
        {
            yield break;
        }

        bool isNew = message.Type == NewRule;
        string text = $"{rule.Action} {rule.Table}";
        yield return new Sighting
        {
            At = at,
            Kind = ChangeKind.Route,
            Subject = $"{rule.Family} routing rule {rule.Priority}",
            Before = isNew ? null : text,
            After = isNew ? text : null,
            Words = $"The {rule.Family} routing rule {rule.Priority} ({text}) was {(isNew ? "added" : "removed")}.",
        };
    }

    private IEnumerable<Sighting> Switched(NetlinkMessage message, DateTimeOffset at)
    {
        byte family = NetlinkValue.Header(message.Payload, 1)[0];
        if (family is not (NetlinkValue.IPv4 or NetlinkValue.IPv6) || NetConfiguration.Decode(message, family) is not { } now)
        {
            yield break;
        }

        // A message tells one switch, or all when an interface comes. What comes with a new interface changes nothing.
        (byte, int) key = (family, now.Index);
        NetConfiguration? before = _switches.GetValueOrDefault(key);
        _switches[key] = before is null ? now : before with
        {
            Forwarding = now.Forwarding ?? before.Forwarding,
            ReversePathFilter = now.ReversePathFilter ?? before.ReversePathFilter,
        };
        if (before is { Forwarding: bool was } && now.Forwarding is bool on && was != on)
        {
            yield return Forwarding(family, now.Index, was, on, at);
        }

        if (before is { ReversePathFilter: int old } && now.ReversePathFilter is int filter && old != filter)
        {
            string setting = $"net.ipv4.conf.{KeyPart(now.Index)}.rp_filter";
            yield return SettingState.Changed(setting, $"{old}", $"{filter}", at);
        }
    }

    private Sighting Forwarding(byte family, int index, bool was, bool on, DateTimeOffset at)
    {
        string name = family == NetlinkValue.IPv4 ? "IPv4" : "IPv6";
        string subject = index switch
        {
            All => $"{name} forwarding",
            Default => $"{name} forwarding of new interfaces",
            _ => $"{name} forwarding of {NameOf(index)}",
        };
        return new Sighting
        {
            At = at,
            Kind = ChangeKind.Forwarding,
            Subject = subject,
            Group = index == All ? "" : $"{name} forwarding",
            Before = SwitchText(was),
            After = SwitchText(on),
            Words = $"{subject} was switched {SwitchText(on)}.",
            Key = $"net.{name.ToLowerInvariant()}.conf.{KeyPart(index)}.forwarding",
        };
    }

    private IEnumerable<Sighting> Unswitched(NetlinkMessage message)
    {
        byte family = NetlinkValue.Header(message.Payload, 1)[0];
        if (NetConfiguration.Decode(message with { Type = NewConfiguration }, family) is { } gone)
        {
            _switches.Remove((family, gone.Index));
        }

        return [];
    }

    private static string SwitchText(bool on) => on ? "on" : "off";

    private string KeyPart(int index) => index switch
    {
        All => "all",
        Default => "default",

        // In a key with dots a dot of the name is written as a slash (sysctl(8)).
        _ => KernelSetting.InKey(NameOf(index)),
    };

    private string NameOf(int index) => _links.GetValueOrDefault(index)?.Name ?? $"interface {index}";
}
