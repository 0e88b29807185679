using System.Globalization;

namespace ContainerNet.Sources.Proc;

/// <summary>The port specifications of pasta's -t and -u: [ADDRESS[%IFACE]/]PORT[-LAST][:PORT[-LAST]],... (pasta(1)).</summary>
internal static class PastaPorts
{
    private const int RangeLimit = 1000;

    /// <summary>One pair a port; nothing for "none", "auto", "all" and exclusions, which name no port.</summary>
    public static IEnumerable<(string From, string To)> Parse(string specification)
    {
        int slash = specification.LastIndexOf('/');
        string address = slash < 0 ? "" : specification[..slash].Split('%')[0];
        foreach (string part in specification[(slash + 1)..].Split(','))
        {
            string[] sides = part.Split(':');
            if (sides.Length > 2 || Range(sides[0]) is not (int first, int last))
            {
                continue;
            }

            int target = sides.Length == 2 && Range(sides[1]) is (int to, int) ? to : first;
            for (int port = first; port <= last && port - first < RangeLimit; port++)
            {
                yield return (
                    string.Create(CultureInfo.InvariantCulture, $"{Bracketed(address)}:{port}"),
                    string.Create(CultureInfo.InvariantCulture, $":{target + port - first}"));
            }
        }
    }

    private static string Bracketed(string address) =>
        address.Contains(':', StringComparison.Ordinal) && !address.StartsWith('[') ? $"[{address}]" : address;

    private static (int First, int Last)? Range(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length <= 2
            && ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last)
            && last >= first
            ? (first, last)
            : null;
    }
}
