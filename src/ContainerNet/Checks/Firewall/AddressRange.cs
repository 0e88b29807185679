using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>An address, a network or a range as iptables and nft print them.</summary>
internal static class AddressRange
{
    /// <summary>Does the range hold the address; Some when the address is any.</summary>
    public static Fit Contains(string range, IPAddress? address, AddressFamily family)
    {
        int slash = range.IndexOf('/', StringComparison.Ordinal);
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            return IPAddress.TryParse(range.AsSpan(0, dash), out IPAddress? first)
                && IPAddress.TryParse(range.AsSpan(dash + 1), out IPAddress? last)
                    ? Between(first, last, address, family)
                    : Fit.Unknown;
        }

        if (!IPAddress.TryParse(slash < 0 ? range : range.AsSpan(0, slash), out IPAddress? start))
        {
            return Fit.Unknown;
        }

        int bits = start.GetAddressBytes().Length * 8;
        int length = bits;
        if (slash >= 0 && (!int.TryParse(range.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length) || length < 0 || length > bits))
        {
            // A mask with holes ("/255.0.255.0") is legal in iptables.
            return Fit.Unknown;
        }

        return length == 0 && FamilyOf(start) == family ? Fit.Yes
            : FamilyOf(start) != family ? Fit.No
            : address is null ? Fit.Some
            : SameStart(start, address, length) ? Fit.Yes : Fit.No;
    }

    private static Fit Between(IPAddress first, IPAddress last, IPAddress? address, AddressFamily family)
    {
        if (FamilyOf(first) != family || FamilyOf(last) != family)
        {
            return Fit.No;
        }

        if (address is null)
        {
            return Fit.Some;
        }

        byte[] bytes = address.GetAddressBytes();
        return FamilyOf(address) == family
            && bytes.AsSpan().SequenceCompareTo(first.GetAddressBytes()) >= 0
            && bytes.AsSpan().SequenceCompareTo(last.GetAddressBytes()) <= 0 ? Fit.Yes : Fit.No;
    }

    private static bool SameStart(IPAddress start, IPAddress address, int length)
    {
        byte[] left = start.GetAddressBytes();
        byte[] right = address.GetAddressBytes();
        if (left.Length != right.Length)
        {
            return false;
        }

        int whole = length / 8;
        int rest = length % 8;
        return left.AsSpan(0, whole).SequenceEqual(right.AsSpan(0, whole))
            && (rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0);
    }

    private static AddressFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;
}
