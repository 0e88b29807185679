using System.Text;

namespace ContainerNet.Hosting;

/// <summary>The kernel's own words on a netlink error (NLMSGERR_ATTR_MSG).</summary>
internal static class ExtendedAckText
{
    private const ushort HasWords = 0x200;
    private const ushort IsCapped = 0x100;
    private const int Text = 1;
    private const int RequestHeader = 16;

    /// <summary>The words, or empty. In an NLMSG_ERROR they follow the request, which is given back whole unless capped.</summary>
    public static string Of(bool isError, ushort flags, ReadOnlySpan<byte> payload)
    {
        if ((flags & HasWords) == 0)
        {
            return "";
        }

        int start = sizeof(int);
        if (isError && payload.Length >= start + RequestHeader)
        {
            start += (flags & IsCapped) != 0
                ? RequestHeader
                : Math.Max(RequestHeader, (BitConverter.ToInt32(payload[start..]) + 3) & ~3);
        }

        while (start >= 0 && start + 4 <= payload.Length)
        {
            int length = BitConverter.ToUInt16(payload[start..]);
            int kind = BitConverter.ToUInt16(payload[(start + 2)..]) & 0x3fff;
            if (length < 4 || start + length > payload.Length)
            {
                break;
            }

            if (kind == Text)
            {
                return Encoding.UTF8.GetString(payload[(start + 4)..(start + length)]).TrimEnd('\0');
            }

            start += (length + 3) & ~3;
        }

        return "";
    }
}
