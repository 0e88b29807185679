using System.Globalization;
using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>The allow and deny lines: the first that fits the client counts, and where none fits it may come in.</summary>
internal static class AccessRules
{
    /// <summary>May the client come in? Null when that is not known.</summary>
    /// <param name="rules">The lines.</param>
    /// <param name="client">Its address, where that is known.</param>
    /// <param name="isUnix">Does it come by a unix socket?</param>
    public static bool? Allow(IReadOnlyList<ProxyDirective> rules, IPAddress? client, bool isUnix)
    {
        foreach (ProxyDirective rule in rules)
        {
            switch (Fits(rule.Arguments is [var network, ..] ? network : "", client, isUnix))
            {
                case null:
                    return null;
                case true:
                    return rule.Name == "allow";
            }
        }

        return true;
    }

    private static bool? Fits(string network, IPAddress? client, bool isUnix)
    {
        if (network == "all")
        {
            return true;
        }

        if (network == "unix:" || isUnix)
        {
            return network == "unix:" && isUnix;
        }

        if (IPAddress.TryParse(network, out IPAddress? address))
        {
            return client is null ? null : address.Equals(client);
        }

        int slash = network.IndexOf('/', StringComparison.Ordinal);
        if (client is null || slash < 0 || !IPAddress.TryParse(network.AsSpan(0, slash), out IPAddress? first)
            || !int.TryParse(network.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return null;
        }

        byte[] one = first.GetAddressBytes(), other = client.GetAddressBytes();
        return one.Length == other.Length && SameBits(one, other, length);
    }

    /// <summary>nginx takes 10.1.2.3/8 as well, and passes over the bits that do not count.</summary>
    private static bool SameBits(byte[] one, byte[] other, int length)
    {
        for (int i = 0; i < one.Length && length > 0; i++, length -= 8)
        {
            int unused = Math.Max(0, 8 - length);
            if (one[i] >> unused != other[i] >> unused)
            {
                return false;
            }
        }

        return true;
    }
}
