using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Puts one fact of a host into another, with what it brings along, so that a walk can tell whether that fact is the one that
/// matters.</summary>
internal static class Transplant
{
    /// <summary>The other differences that this one brings along when it is put into a host.</summary>
    public static IEnumerable<FactKey> Closure(FactKey key, IReadOnlyCollection<FactKey> differing) => key.Area switch
    {
        FactArea.Setting when key.Name == "net.ipv4.ip_forward" => differing.Where(d => IsForwarding(d, "net.ipv4.conf.")),
        FactArea.Setting when key.Name == "net.ipv6.conf.all.forwarding" => differing.Where(d => d != key && IsForwarding(d, "net.ipv6.conf.")),
        FactArea.Image => differing.Where(d => d.Area == FactArea.Listeners && d.Container == key.Container),
        FactArea.Engine or FactArea.EngineOption => differing.Where(d => (IsRules(d) && RuleFacts.IsEngine(d.Owner))
            || (d.Area == FactArea.Setting && d.Name.EndsWith(".route_localnet", StringComparison.Ordinal))
            || (key.Area == FactArea.Engine && d.Area == FactArea.EngineOption && d.Name.StartsWith(key.Name + " ", StringComparison.Ordinal))),
        FactArea.Firewalld => differing.Where(d => d.Area == FactArea.Zone || (IsRules(d) && d.Owner == RuleOwner.Firewalld)),
        FactArea.Zone => differing.Where(d => IsRules(d) && d.Owner == RuleOwner.Firewalld && (IsSettingsOfZone(key.Name)
            ? IsOfZone(key.Name, d.Name)
            : !differing.Any(o => o.Area == FactArea.Zone && IsSettingsOfZone(o.Name) && IsOfZone(o.Name, d.Name)))),
        FactArea.Network => differing.Where(d => d.Area == FactArea.Rules && d.Network == key.Network && RuleFacts.IsEngine(d.Owner)),
        FactArea.Ports or FactArea.NetworkMode => differing.Where(d => d.Area == FactArea.Rules && d.Container == key.Container && RuleFacts.IsEngine(d.Owner)),
        _ => [],
    };

    /// <summary>The host with the facts of the other in the place of its own; null when one of them cannot be put there.</summary>
    public static HostCopy? Apply(IEnumerable<FactKey> keys, HostCopy from, HostCopy into)
    {
        HostCopy? result = into;
        foreach (FactKey key in keys)
        {
            Snapshot? facts = One(key, from, result);
            if (facts is null)
            {
                return null;
            }

            result = result with { Facts = facts };
        }

        return result;
    }

    private static bool IsRules(FactKey key) => key.Area is FactArea.Rules or FactArea.Policy or FactArea.Set;

    private static bool IsForwarding(FactKey key, string begin) => key.Area == FactArea.Setting
        && key.Name.StartsWith(begin, StringComparison.Ordinal) && key.Name.EndsWith(".forwarding", StringComparison.Ordinal);

    /// <summary>What a zone lets through, and not what is bound to it.</summary>
    private static bool IsSettingsOfZone(string fact) => fact.StartsWith(Zone, StringComparison.Ordinal) && !fact.StartsWith(Bound, StringComparison.Ordinal);

    /// <summary>firewalld names the chains of a zone after it; all others only send packets to them.</summary>
    private static bool IsOfZone(string fact, string chain) => $"{chain}_".Contains($"_{fact[Zone.Length..]}_", StringComparison.Ordinal);

    private const string Zone = "firewalld zone ";

    private const string Bound = "firewalld zone of ";

    private static Snapshot? One(FactKey key, HostCopy from, HostCopy into) => key.Area switch
    {
        FactArea.Setting => SettingTransplant.Apply(key, from, into),
        FactArea.Policy => Policy(key, from, into),
        FactArea.Rules => RuleTransplant.Apply(key, from, into),
        FactArea.Set => RuleTransplant.ApplySet(key, from, into),
        FactArea.Image or FactArea.Listeners => Listeners(key, from, into),
        FactArea.EngineOption when key.Name.EndsWith(" userland proxy", StringComparison.Ordinal) => ForwarderTransplant.Apply(key, from, into),
        FactArea.Firewalld or FactArea.Zone => into.Facts with { Firewalld = from.Facts.Firewalld },
        FactArea.Engine or FactArea.EngineOption => Engine(key, from, into),
        FactArea.Link => Link(key, from, into),
        FactArea.Route when key.Name == "routes" => RouteTransplant.Apply(from, into),
        FactArea.Network or FactArea.Ports or FactArea.NetworkMode => into.Facts,
        _ => null,
    };

    private static Snapshot? Policy(FactKey key, HostCopy from, HostCopy into) =>
        from.Facts.Chains.FirstOrDefault(c => RuleFacts.NameOf(c) == key.Name) is not { } chain ? null : into.Facts with
        {
            Chains = [.. into.Facts.Chains.Select(c => RuleFacts.NameOf(c) == key.Name ? c with { Policy = chain.Policy } : c)],
        };

    /// <summary>An image decides what listens: where, and on which ports.</summary>
    private static Snapshot? Listeners(FactKey key, HostCopy from, HostCopy into)
    {
        if (from.Facts.Containers.FirstOrDefault(c => c.Name == key.Container) is not { Listeners: { } listeners })
        {
            return null;
        }

        List<ContainerListener> moved = [.. listeners.Select(l => l with
        {
            Address = from.In(into, l.Address.ToString()) is { } text && System.Net.IPAddress.TryParse(text, out System.Net.IPAddress? address) ? address : l.Address,
        })];
        return into.Facts with { Containers = [.. into.Facts.Containers.Select(c => c.Name == key.Container ? c with { Listeners = moved } : c)] };
    }

    private static Snapshot? Engine(FactKey key, HostCopy from, HostCopy into) =>
        from.Facts.Engines.FirstOrDefault(e => IsOf(key, e)) is not { } engine ? null : into.Facts with
        {
            Engines = [.. into.Facts.Engines.Select(e => IsOf(key, e)
                ? e with { Version = engine.Version, FirewallBackend = engine.FirewallBackend, Options = engine.Options } : e)],
        };

    private static bool IsOf(FactKey key, ContainerEngine engine) =>
        key.Name == engine.Name || key.Name.StartsWith(engine.Name + " ", StringComparison.Ordinal);

    private static Snapshot? Link(FactKey key, HostCopy from, HostCopy into)
    {
        if (from.Sheet.ValueOf(key) is not { } value || into.Roles.Meant(key.Name[(key.Name.IndexOf('<', StringComparison.Ordinal))..]) is not { } name)
        {
            return null;
        }

        bool isState = key.Name.StartsWith("state", StringComparison.Ordinal);
        return into.Facts with
        {
            Links = [.. into.Facts.Links.Select(l => l.Name != name ? l
                : isState ? l with { IsUp = value == "up", HasCarrier = value == "up" }
                : l with { MtuBytes = int.Parse(value, CultureInfo.InvariantCulture) })],
        };
    }
}
