using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Does a rule mean the message that a packet needs to be fragmented and may not (ICMP type 3, code 4; RFC 1191)?</summary>
internal static class IcmpOfTooLarge
{
    private const int Unreachable = 3;
    private const int NeedsFragments = 4;

    /// <summary>By its type; iptables puts the code behind it ("3/4").</summary>
    public static Fit Type(RuleMatch match) => Worst(match, text =>
    {
        if (text is "any")
        {
            return Fit.Yes;
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        Fit type = Holds(slash < 0 ? text : text[..slash], Unreachable);
        return slash < 0 || type != Fit.Yes ? type : Holds(text[(slash + 1)..], NeedsFragments);
    });

    /// <summary>By its code.</summary>
    public static Fit Code(RuleMatch match) => Worst(match, text => Holds(text, NeedsFragments));

    private static Fit Worst(RuleMatch match, Func<string, Fit> of)
    {
        List<Fit> fits = [.. match.Values.Select(of)];
        return fits.Contains(Fit.Yes) ? Fit.Yes : fits.Count == 0 || fits.Contains(Fit.Unknown) ? Fit.Unknown : Fit.No;
    }

    /// <summary>"3", or a range "0-5". Names are not guessed at.</summary>
    private static Fit Holds(string text, int number)
    {
        string[] ends = text.Split('-');
        return ends.Length <= 2 && Number(ends[0]) is int first && Number(ends[^1]) is int last
            ? number >= first && number <= last ? Fit.Yes : Fit.No
            : Fit.Unknown;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
