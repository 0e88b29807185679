using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Compares a rule's conditions with a packet, without ever guessing: what is not understood is Unknown.</summary>
internal static class RuleFit
{
    public static Fit Of(FirewallRule rule, PacketSketch packet)
    {
        IReadOnlyList<RuleMatch> matches = rule.Matches;

        // Most rules of a long chain differ in the port: asked first, it spares reading the addresses.
        Fit whole = Fit.Yes;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < matches.Count; i++)
            {
                RuleMatch match = matches[i];
                if ((match.Field == RuleField.DestinationPort) != (pass == 0))
                {
                    continue;
                }

                Fit fit = Of(match, packet);
                if (fit == Fit.No)
                {
                    return Fit.No;
                }

                whole = fit > whole ? fit : whole;
            }
        }

        return whole;
    }

    private static Fit Of(RuleMatch match, PacketSketch packet)
    {
        Fit fit = match.Field switch
        {
            RuleField.SourceAddress => Address(match, packet.Source, packet.Family),
            RuleField.DestinationAddress when IsOneHost(match) && packet.DestinationText is { } text =>
                match.Value.AsSpan(0, match.Value.Length - OneHost.Length).SequenceEqual(text) ? Fit.Yes : Fit.No,
            RuleField.DestinationAddress => Address(match, packet.Destination, packet.Family),
            RuleField.InputInterface => Interface(match, packet.InputInterface),
            RuleField.OutputInterface => packet.ForHost ? Fit.No : Interface(match, packet.OutputInterface),
            RuleField.Protocol when packet.IsTooLarge => Any(match, v => IsWord(v, "icmp") || v is "1" or "0" || IsWord(v, "all")),
            RuleField.Protocol => Transport(match, packet.Protocol),
            RuleField.IcmpType when packet.IsTooLarge => IcmpOfTooLarge.Type(match),
            RuleField.IcmpCode when packet.IsTooLarge => IcmpOfTooLarge.Code(match),
            RuleField.DestinationPort or RuleField.SourcePort when packet.IsTooLarge => Fit.No,
            RuleField.ConntrackState when packet.IsTooLarge => Any(match, v => IsWord(v, "related")),
            RuleField.ConntrackStatus or RuleField.SourceType or RuleField.DestinationType when packet.IsTooLarge => Fit.Unknown,
            RuleField.DestinationPort => Port(match, packet.DestinationPort),
            RuleField.SourcePort => Fit.Some,
            RuleField.ConntrackState => Any(match, v => IsWord(v, "new") || (packet.Translated && IsWord(v, "dnat"))),
            RuleField.ConntrackStatus => Any(match, v => packet.Translated && IsWord(v, "dnat")),
            RuleField.SourceType or RuleField.DestinationType when match.Values is [.., "iif" or "oif"] => Fit.Unknown,
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

    private const string OneHost = "/32";

    /// <summary>"172.17.0.2/32", as every rule for a container's port has it.</summary>
    private static bool IsOneHost(RuleMatch match) => match.Values.Count == 1
        && match.Value.EndsWith(OneHost, StringComparison.Ordinal) && !match.Value.Contains(':', StringComparison.Ordinal);

    private static Fit Any(RuleMatch match, Func<string, bool> holds) =>
        match.Values.Count == 0 ? Fit.Unknown : match.Values.Any(holds) ? Fit.Yes : Fit.No;

    private static Fit Interface(RuleMatch match, string? name)
    {
        if (match.Values.Count == 0)
        {
            return Fit.Unknown;
        }

        if (name is null)
        {
            return Fit.Some;
        }

        for (int i = 0; i < match.Values.Count; i++)
        {
            string value = match.Values[i];
            if (value is [.., '+' or '*'] ? name.AsSpan().StartsWith(value.AsSpan(0, value.Length - 1)) : Questions.Is(value, name))
            {
                return Fit.Yes;
            }
        }

        return Fit.No;
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
        for (int i = 0; i < match.Values.Count; i++)
        {
            ReadOnlySpan<char> value = match.Values[i];
            int between = value.IndexOfAny(':', '-');
            ReadOnlySpan<char> start = between < 0 ? value : value[..between];
            ReadOnlySpan<char> end = between < 0 ? value : value[(between + 1)..];
            if (value.Length == 0 || !TryPort(start, 0, out int first) || !TryPort(end, ushort.MaxValue, out int last))
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
    private static bool TryPort(ReadOnlySpan<char> text, int open, out int port)
    {
        port = open;
        return text.IsEmpty || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
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
