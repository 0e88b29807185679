using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Says "less than" and "more than" as ranges.</summary>
internal static class NftRanges
{
    /// <summary>The range that <paramref name="op"/> asks for; null where the model cannot say it, or where nothing would be in it.</summary>
    public static string? Of(NftField field, JsonElement right, string op)
    {
        if (field.Field is RuleField.SourceAddress or RuleField.DestinationAddress)
        {
            return right.ValueKind == JsonValueKind.String && IPAddress.TryParse(right.GetString(), out IPAddress? address)
                ? OfAddress(address, op) : null;
        }

        long? most = field.Field switch
        {
            RuleField.SourcePort or RuleField.DestinationPort or RuleField.OriginalSourcePort
                or RuleField.OriginalDestinationPort => ushort.MaxValue,
            RuleField.Mark or RuleField.ConntrackMark or RuleField.Length => uint.MaxValue,
            RuleField.HopLimit or RuleField.IcmpType or RuleField.IcmpCode => byte.MaxValue,
            RuleField.Dscp => 63,
            _ => null,
        };
        if (most is null || Number(field, right) is not long number)
        {
            return null;
        }

        (long low, long high) = op switch
        {
            "<" => (0L, number - 1),
            "<=" => (0L, number),
            ">" => (number + 1, most.Value),
            _ => (number, most.Value),
        };
        return low > high || low > most ? null : $"{Text(field, low)}-{Text(field, Math.Min(high, most.Value))}";
    }

    private static long? Number(NftField field, JsonElement right) => Json.Number(right) ?? (right.ValueKind == JsonValueKind.String
        && NftNames.Find(field.Kind, right.GetString() ?? "") is int named ? named : null);

    private static string Text(NftField field, long number) => field.Kind is NftValueKind.Mark or NftValueKind.Dscp
        ? NftValues.Hex((uint)number)
        : number.ToString(CultureInfo.InvariantCulture);

    private static string? OfAddress(IPAddress address, string op)
    {
        byte[] bytes = address.GetAddressBytes();
        BigInteger number = new(bytes, isUnsigned: true, isBigEndian: true);
        BigInteger most = (BigInteger.One << (bytes.Length * 8)) - 1;
        (BigInteger low, BigInteger high) = op switch
        {
            "<" => (BigInteger.Zero, number - 1),
            "<=" => (BigInteger.Zero, number),
            ">" => (number + 1, most),
            _ => (number, most),
        };
        return low > high ? null : $"{Address(low, bytes.Length)}-{Address(high, bytes.Length)}";
    }

    private static IPAddress Address(BigInteger number, int length)
    {
        byte[] bytes = new byte[length];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, length - digits.Length);
        return new IPAddress(bytes);
    }
}
