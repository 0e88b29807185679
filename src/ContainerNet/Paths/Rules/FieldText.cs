using System.Collections.Frozen;
using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Values of a rule, in the tools' words, as intervals of numbers.</summary>
internal static class FieldText
{
    /// <summary>The numbers of one value such as "tcp", "80-90", "1024:", "192.0.2.0/24"; false when it is not understood.</summary>
    public static bool TryRange(RuleField field, string text, bool isIPv6, out WideNumber low, out WideNumber high)
    {
        ReadOnlySpan<char> span = text.AsSpan().Trim('"');
        if (IsAddress(field))
        {
            return AddressText.TryRange(span, out low, out high, out _);
        }

        FrozenDictionary<string, uint>? words = FieldNames.Of(field, isIPv6);
        if (TryNumber(words, span, out low))
        {
            high = low;
            return true;
        }

        high = 0;
        int between = span.IndexOfAny('-', ':');
        if (between < 0)
        {
            return false;
        }

        ReadOnlySpan<char> from = span[..between];
        ReadOnlySpan<char> to = span[(between + 1)..];
        high = IsPort(field) ? ushort.MaxValue : uint.MaxValue;
        return (from.IsEmpty || TryNumber(words, from, out low)) && (to.IsEmpty || TryNumber(words, to, out high)) && low <= high;
    }

    /// <summary>Is it a field that holds an address?</summary>
    public static bool IsAddress(RuleField field) => field is RuleField.SourceAddress or RuleField.DestinationAddress
        or RuleField.OriginalSource or RuleField.OriginalDestination;

    /// <summary>Is it a field that holds a port?</summary>
    public static bool IsPort(RuleField field) => field is RuleField.SourcePort or RuleField.DestinationPort
        or RuleField.EitherPort or RuleField.OriginalSourcePort or RuleField.OriginalDestinationPort;

    /// <summary>Is it a field that holds an interface's name?</summary>
    public static bool IsName(RuleField field) => field is RuleField.InputInterface or RuleField.OutputInterface
        or RuleField.PhysicalInput or RuleField.PhysicalOutput;

    /// <summary>A number in decimal or hexadecimal, or a word of the field.</summary>
    public static bool TryNumber(FrozenDictionary<string, uint>? words, ReadOnlySpan<char> text, out WideNumber number)
    {
        number = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (TryNumber(text, out uint value))
        {
            number = value;
            return true;
        }

        if (words is not null && words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Lower(text), out value))
        {
            number = value;
            return true;
        }

        return false;
    }

    /// <summary>A number in decimal or hexadecimal.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out uint value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Bits of a list such as "SYN,ACK"; false for a word that is not known.</summary>
    public static bool TryBits(RuleField field, ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        FrozenDictionary<string, uint>? words = FieldNames.Of(field, isIPv6: false);
        foreach (Range part in text.SplitAny(",| "))
        {
            ReadOnlySpan<char> word = text[part].Trim("() ");
            if (word.IsEmpty)
            {
                continue;
            }

            if (!TryNumber(words, word, out WideNumber bit))
            {
                return false;
            }

            bits |= (uint)bit;
        }

        return true;
    }

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();
}
