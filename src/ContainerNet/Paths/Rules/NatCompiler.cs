using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Reads where translations lead: "192.0.2.2:80", "192.0.2.2-192.0.2.9:80-90", "[2001:db8::2]:80", ":80", and maps.</summary>
internal sealed class NatCompiler
{
    private readonly SetTables _sets;

    /// <summary>With these named maps.</summary>
    public NatCompiler(SetTables sets) => _sets = sets;

    /// <summary>The target of a rule's translation.</summary>
    public NatTarget Of(FirewallRule rule)
    {
        bool isIptables = rule.Table.Backend != FirewallBackend.Nftables;
        bool random = isIptables ? HasWord(rule.Text, "--random") || HasWord(rule.Text, "--random-fully")
            : HasWord(rule.Text, "random") || HasWord(rule.Text, "fully-random");
        NatTarget target = rule.Map is RuleMap map ? OfMap(rule, map) : Parse(rule.Target ?? "");
        if (target is { Addresses: null, Ports: null, Table: null, Doubt: null } && rule.Action is RuleAction.Dnat or RuleAction.Snat)
        {
            target = new NatTarget { Doubt = rule.Text };
        }

        bool persistent = HasWord(rule.Text, isIptables ? "--persistent" : "persistent");
        return target with
        {
            IsRandom = random,
            IsPersistent = persistent,
            Table = target.Table is NatTable table
                ? table with { Targets = [.. table.Targets.Select(t => t with { IsRandom = random, IsPersistent = persistent })] }
                : null,
        };
    }

    private NatTarget OfMap(FirewallRule rule, RuleMap map)
    {
        if (_sets.Elements(rule.Table, map) is not IReadOnlyList<SetElement> elements)
        {
            return new NatTarget { Doubt = $"map {rule.Table} {map.Name} was not read" };
        }

        KeyTable keys = KeyTables.Of([.. map.Key], elements.Select(element => element.Key), out List<int> kept);

        // Beside the map there may be a port of the rule's own: "dnat to ip daddr map { ... }:80".
        NatTarget own = Parse(rule.Target ?? "");
        NatTarget[] targets = [.. kept.Select(index => Parse(elements[index].Value ?? ""))];
        if (own is { Doubt: null, Ports: not null, Addresses: null })
        {
            targets = [.. targets.Select(target => target.Ports is null ? target with { Ports = own.Ports } : target)];
        }

        return new NatTarget { Table = new NatTable(keys, targets, map.Modulus) };
    }

    /// <summary>Reads one target.</summary>
    public static NatTarget Parse(string text)
    {
        string address = text.Trim();
        string ports = "";
        int dot = address.IndexOf(" . ", StringComparison.Ordinal);
        if (dot > 0)
        {
            (address, ports) = (address[..dot].Trim(), address[(dot + 3)..].Trim());
        }
        else if (address.StartsWith('[') && address.LastIndexOf(']') is int bracket and > 0)
        {
            ports = address[(bracket + 1)..].TrimStart(':');
            address = address[..(bracket + 1)].Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        }
        else if (address.Count(c => c == ':') == 1)
        {
            int colon = address.IndexOf(':', StringComparison.Ordinal);
            (address, ports) = (address[..colon], address[(colon + 1)..]);
        }

        WideNumber low = 0;
        WideNumber high = 0;
        bool isIPv6 = false;
        int? shift = null;
        (int Low, int High)? range = null;
        if ((address.Length > 0 && !AddressText.TryRange(address, out low, out high, out isIPv6))
            || (ports.Length > 0 && !TryPorts(ports, out range, out shift)))
        {
            return new NatTarget { Doubt = text };
        }

        return new NatTarget
        {
            Family = address.Length == 0 ? 0 : isIPv6 ? 6 : 4,
            Addresses = address.Length == 0 ? null : (low, high),
            Ports = range,
            Base = shift,
            IsPrefix = address.Contains('/', StringComparison.Ordinal),
        };
    }

    // "80", "80-90", "80-90/8080"
    private static bool TryPorts(string text, out (int Low, int High)? range, out int? shift)
    {
        range = null;
        shift = null;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string ports = slash < 0 ? text : text[..slash];
        if (slash >= 0)
        {
            if (!TryPort(text.AsSpan(slash + 1), out int start))
            {
                return false;
            }

            shift = start;
        }

        int dash = ports.IndexOf('-', StringComparison.Ordinal);
        int low = 0;
        int high = 0;
        bool read = dash < 0 ? TryPort(ports, out low) : TryPort(ports.AsSpan(0, dash), out low) && TryPort(ports.AsSpan(dash + 1), out high);
        range = (low, dash < 0 ? low : high);
        return read;
    }

    private static bool TryPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;

    /// <summary>Does a translation have this option? Options stand at the end of a rule, before its comment; "numgen random" is
    /// none.</summary>
    private static bool HasWord(string text, string word)
    {
        int at = text.LastIndexOf(word, StringComparison.Ordinal);
        return at > 0 && text[at - 1] is ' ' or ',' && (at + word.Length == text.Length || text[at + word.Length] is ' ' or ',')
            && !text.AsSpan(0, at).EndsWith("numgen ") && UnquotedText.Holds(text, at);
    }
}
