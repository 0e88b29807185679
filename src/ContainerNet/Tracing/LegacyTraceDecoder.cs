using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Reads messages of the packet log (NFULNL_MSG_PACKET,
/// include/uapi/linux/netfilter/nfnetlink_log.h).</summary>
internal static class LegacyTraceDecoder
{
    private const int FamilyHeader = 4;
    private const byte IPv4 = 2, IPv6 = 10;

    /// <summary>What every TRACE line begins with (trace_packet).</summary>
    private static ReadOnlySpan<byte> Mark => "TRACE: "u8;

    /// <summary>Reads one.</summary>
    /// <param name="message">What follows the netlink header: struct nfgenmsg and the attributes.</param>
    /// <param name="entry">The line, when it is one.</param>
    public static LegacyTraceReading Read(ReadOnlySpan<byte> message, out LegacyTraceEntry entry)
    {
        entry = default;
        Parts parts = default;
        if (!TryReadParts(message, ref parts))
        {
            return LegacyTraceReading.Malformed;
        }

        if (!parts.Prefix.StartsWith(Mark))
        {
            return LegacyTraceReading.Foreign;
        }

        ReadOnlySpan<byte> line = parts.Prefix[Mark.Length..];
        if (parts.Family is not (IPv4 or IPv6)
            || !TryReadLine(line, out string table, out string chain, out LegacyTraceType type, out int number)
            || !PacketStart.TryRead(parts.Packet, out TraceHeader header)
            || header.IsIPv6 != (parts.Family == IPv6))
        {
            return LegacyTraceReading.Malformed;
        }

        entry = new LegacyTraceEntry
        {
            Family = header.IsIPv6 ? AddressFamily.IPv6 : AddressFamily.IPv4,
            Table = table,
            Chain = chain,
            Type = type,
            Number = number,
            Header = header,
            Hook = parts.Hook,
            InputIndex = parts.InputIndex,
            OutputIndex = parts.OutputIndex,
        };
        return LegacyTraceReading.Entry;
    }

    private static bool TryReadParts(ReadOnlySpan<byte> message, ref Parts parts)
    {
        if (message.Length < FamilyHeader)
        {
            return false;
        }

        parts.Family = message[0];
        for (ReadOnlySpan<byte> rest = message[FamilyHeader..]; rest.Length >= 4;)
        {
            int length = BitConverter.ToUInt16(rest);
            if (length < 4 || length > rest.Length)
            {
                return false;
            }

            parts.Set(BitConverter.ToUInt16(rest[2..]) & 0x3fff, rest[4..length]);
            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return true;
    }

    /// <summary>"filter:FORWARD:policy:1 ". A chain may have colons in its name, so that it is what stands
    /// between.</summary>
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

    /// <summary>What is used of a message, still as bytes.</summary>
    private ref struct Parts
    {
        public byte Family;
        public byte Hook;
        public int InputIndex;
        public int OutputIndex;
        public ReadOnlySpan<byte> Packet;
        public ReadOnlySpan<byte> Prefix;

        /// <summary>Takes an attribute (enum nfulnl_attr_type).</summary>
        public void Set(int attribute, ReadOnlySpan<byte> value)
        {
            switch (attribute)
            {
                case 1 when value.Length >= 3:
                    Hook = value[2];
                    break;
                case 4 when value.Length >= 4:
                    InputIndex = BinaryPrimitives.ReadInt32BigEndian(value);
                    break;
                case 5 when value.Length >= 4:
                    OutputIndex = BinaryPrimitives.ReadInt32BigEndian(value);
                    break;
                case 9:
                    Packet = value;
                    break;
                case 10:
                    Prefix = value.TrimEnd((byte)0);
                    break;
                default:
                    break;
            }
        }
    }
}
