using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Compares a rule's conditions with a packet, without ever guessing: what is not understood is Unknown.</summary>
internal static class RuleFit
{
    public static Fit Of(FirewallRule rule, PacketSketch packet)
    {
        Fit whole = Fit.Yes;
        foreach (RuleMatch match in rule.Matches)
        {
            Fit fit = Of(match, packet);
            if (fit == Fit.No)
            {
                return Fit.No;
            }

            whole = fit > whole ? fit : whole;
        }

        return whole;
    }

    private static Fit Of(RuleMatch match, PacketSketch packet)
    {
        Fit fit = match.Field switch
        {
            RuleField.SourceAddress => Address(match, packet.Source, packet.Family),
            RuleField.DestinationAddress => Address(match, packet.Destination, packet.Family),
            RuleField.InputInterface => Interface(match, packet.InputInterface),
            RuleField.OutputInterface => packet.ForHost ? Fit.No : Interface(match, packet.OutputInterface),
            RuleField.Protocol => Transport(match, packet.Protocol),
            RuleField.DestinationPort => Port(match, packet.DestinationPort),
            RuleField.SourcePort => Fit.Some,
            RuleField.ConntrackState => Any(match, v => IsWord(v, "new") || (packet.Translated && IsWord(v, "dnat"))),
            RuleField.ConntrackStatus => Any(match, v => packet.Translated && IsWord(v, "dnat")),
            RuleField.SourceType => Any(match, v => IsWord(v, "unicast")),
            RuleField.DestinationType => Any(match, v => IsWord(v, packet.ForHost ? "local" : "unicast")),
            RuleField.IcmpType => Fit.No,
            RuleField.Family => Any(match, v => IsFamily(v, packet.Family)),
            _ => Fit.Unknown,
        };

        return !match.Negated ? fit : fit switch
        {
            Fit.Yes => Fit.No,
            // ICMP types are asked of ICMP packets only, also when negated.
            Fit.No => match.Field == RuleField.IcmpType ? Fit.No : Fit.Yes,
            _ => fit,
        };
    }

    private static Fit Any(RuleMatch match, Func<string, bool> holds) =>
        match.Values.Count == 0 ? Fit.Unknown : match.Values.Any(holds) ? Fit.Yes : Fit.No;

    private static Fit Interface(RuleMatch match, string? name)
    {
        if (match.Values.Count == 0)
        {
            return Fit.Unknown;
        }

        return name is null ? Fit.Some : Any(match, v => v is [.. string stem, '+' or '*']
            ? name.StartsWith(stem, StringComparison.Ordinal)
            : Questions.Is(v, name));
    }

    private static Fit Transport(RuleMatch match, Protocol? protocol)
    {
        if (match.Values.Any(v => IsWord(v, "all") || Questions.Is(v, "0")))
        {
            return Fit.Yes;
        }

        (string Name, string Number)? wanted = protocol switch
        {
            Protocol.Tcp => ("tcp", "6"),
            Protocol.Udp => ("udp", "17"),
            Protocol.Sctp => ("sctp", "132"),
            _ => null,
        };
        return wanted is null ? Fit.Some : Any(match, v => IsWord(v, wanted.Value.Name) || Questions.Is(v, wanted.Value.Number));
    }

    private static Fit Port(RuleMatch match, int? port)
    {
        if (port is null)
        {
            return Fit.Some;
        }

        Fit whole = Fit.No;
        foreach (string value in match.Values)
        {
            string[] ends = value.Split(':', '-');
            if (ends.Length > 2 || !TryPort(ends[0], 0, out int first) || !TryPort(ends[^1], ushort.MaxValue, out int last))
            {
                whole = Fit.Unknown;
            }
            else if (port >= first && port <= last)
            {
                return Fit.Yes;
            }
        }

        return match.Values.Count == 0 ? Fit.Unknown : whole;
    }

    /// <summary>An open end of a range (":1024") stands for the lowest or highest port.</summary>
    private static bool TryPort(string text, int open, out int port)
    {
        port = open;
        return text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }

    private static Fit Address(RuleMatch match, IPAddress? address, AddressFamily family)
    {
        Fit whole = match.Values.Count == 0 ? Fit.Unknown : Fit.No;
        foreach (string value in match.Values)
        {
            Fit fit = AddressRange.Contains(value, address, family);
            if (fit == Fit.Yes)
            {
                return Fit.Yes;
            }

            whole = fit > whole ? fit : whole;
        }

        return whole;
    }

    private static bool IsWord(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsFamily(string value, AddressFamily family) => family == AddressFamily.IPv4
        ? IsWord(value, "ipv4") || IsWord(value, "ip") || Questions.Is(value, "2")
        : IsWord(value, "ipv6") || IsWord(value, "ip6") || Questions.Is(value, "10");
}
