using System.Globalization;

namespace ContainerNet.Model;

/// <summary>Numbers as the kernel reads them from a write to /proc/sys (kernel/sysctl.c, proc_get_long).</summary>
internal static class SettingValue
{
    /// <summary>The number, or null for a text that the kernel refuses with EINVAL.</summary>
    public static int? ToNumber(string? text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim(" \t\n\r\v\f");
        bool negative = rest.StartsWith('-');
        rest = negative ? rest[1..] : rest;
        if (rest.IsEmpty || !char.IsAsciiDigit(rest[0]))
        {
            return null;
        }

        int end = rest.IndexOfAny(" \t");
        return ToMagnitude(end < 0 ? rest : rest[..end]) is not long magnitude
            || magnitude > (negative ? -(long)int.MinValue : int.MaxValue)
            ? null
            : (int)(negative ? -magnitude : magnitude);
    }

    private static long? ToMagnitude(ReadOnlySpan<char> digits)
    {
        if (digits.Length > 20)
        {
            return null;
        }

        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex)
                && hex >= 0 ? hex : null;
        }

        if (digits is ['0', ..])
        {
            return ToOctal(digits);
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static long? ToOctal(ReadOnlySpan<char> digits)
    {
        long number = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7')
            {
                return null;
            }

            number = (number * 8) + (digit - '0');
        }

        return number;
    }
}
