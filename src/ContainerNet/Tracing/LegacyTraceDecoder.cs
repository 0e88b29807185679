using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Reads messages of the packet log (NFULNL_MSG_PACKET, include/uapi/linux/netfilter/nfnetlink_log.h).</summary>
internal static class LegacyTraceDecoder
{
    private const int FamilyHeader = 4;
    private const int Hook = 1, InputIndex = 4, OutputIndex = 5, Payload = 9, Prefix = 10;
    private const byte IPv4 = 2, IPv6 = 10;

    /// <summary>Reads one.</summary>
    /// <param name="message">What follows the netlink header: struct nfgenmsg and the attributes.</param>
    /// <param name="entry">The line, when it is one.</param>
    public static LegacyTraceReading Read(ReadOnlySpan<byte> message, out LegacyTraceEntry entry)
    {
        entry = default;
        if (message.Length < FamilyHeader)
        {
            return LegacyTraceReading.Malformed;
        }

        byte family = message[0];
        ReadOnlySpan<byte> prefix = default, packet = default;
        int input = 0, output = 0;
        byte hook = 0;
        for (ReadOnlySpan<byte> rest = message[FamilyHeader..]; rest.Length >= 4;)
        {
            int length = BitConverter.ToUInt16(rest);
            if (length < 4 || length > rest.Length)
            {
                return LegacyTraceReading.Malformed;
            }

            ReadOnlySpan<byte> value = rest[4..length];
            switch (BitConverter.ToUInt16(rest[2..]) & 0x3fff)
            {
                case Hook when value.Length >= 3:
                    hook = value[2];
                    break;
                case InputIndex when value.Length >= 4:
                    input = BinaryPrimitives.ReadInt32BigEndian(value);
                    break;
                case OutputIndex when value.Length >= 4:
                    output = BinaryPrimitives.ReadInt32BigEndian(value);
                    break;
                case Payload:
                    packet = value;
                    break;
                case Prefix:
                    prefix = value.TrimEnd((byte)0);
                    break;
                default:
                    break;
            }

            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        if (!prefix.StartsWith("TRACE: "u8))
        {
            return LegacyTraceReading.Foreign;
        }

        if (family is not (IPv4 or IPv6)
            || !TryReadLine(prefix["TRACE: "u8.Length..], out string table, out string chain, out LegacyTraceType type, out int number)
            || !PacketStart.TryRead(packet, out TraceHeader header)
            || header.IsIPv6 != (family == IPv6))
        {
            return LegacyTraceReading.Malformed;
        }

        entry = new LegacyTraceEntry
        {
            Family = family == IPv4 ? AddressFamily.IPv4 : AddressFamily.IPv6,
            Table = table,
            Chain = chain,
            Type = type,
            Number = number,
            Header = header,
            Hook = hook,
            InputIndex = input,
            OutputIndex = output,
        };
        return LegacyTraceReading.Entry;
    }

    /// <summary>"filter:FORWARD:policy:1 ". A chain may have colons in its name, so that it is what stands between.</summary>
    private static bool TryReadLine(
        ReadOnlySpan<byte> line, out string table, out string chain, out LegacyTraceType type, out int number)
    {
        table = chain = "";
        type = default;
        number = 0;
        line = line.TrimEnd((byte)' ');
        int first = line.IndexOf((byte)':');
        int last = line.LastIndexOf((byte)':');
        int middle = last < 0 ? -1 : line[..last].LastIndexOf((byte)':');
        if (first < 1 || middle <= first + 1
            || !int.TryParse(line[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        ReadOnlySpan<byte> word = line[(middle + 1)..last];
        LegacyTraceType? known = word.SequenceEqual("rule"u8) ? LegacyTraceType.Rule
            : word.SequenceEqual("return"u8) ? LegacyTraceType.Return
            : word.SequenceEqual("policy"u8) ? LegacyTraceType.Policy
            : null;
        if (known is not { } found)
        {
            return false;
        }

        table = Encoding.UTF8.GetString(line[..first]);
        chain = Encoding.UTF8.GetString(line[(first + 1)..middle]);
        type = found;
        return true;
    }
}
