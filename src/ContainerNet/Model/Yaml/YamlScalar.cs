using System.Globalization;

namespace ContainerNet.Model.Yaml;

/// <summary>A text, a number, a truth value or null.</summary>
public sealed class YamlScalar : YamlNode
{
    /// <summary>The text, quotes and escapes resolved.</summary>
    public required string Value { get; init; }

    /// <summary>How it was written.</summary>
    public YamlScalarStyle Style { get; init; }

    /// <inheritdoc/>
    public override long Weight => 1;

    /// <inheritdoc/>
    public override string Kind => IsNull ? "null" : IsBoolean ? "a truth value" : Integer is not null ? "a number" : "a text";

    /// <summary>Is it no value at all?</summary>
    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Is it true or false, as YAML 1.2 has them?</summary>
    public bool IsBoolean => IsPlain && Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";

    /// <summary>The whole number that it is; null for everything else. 0x1F, 0o17, 017 and 1_000 are numbers too.</summary>
    public long? Integer => IsPlain ? IntegerOf(Value.Replace("_", "", StringComparison.Ordinal)) : null;

    private bool IsPlain => Style == YamlScalarStyle.Plain && Tag is "" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null";

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static long? IntegerOf(string text)
    {
        bool negative = text.StartsWith('-');
        string digits = negative || text.StartsWith('+') ? text[1..] : text;
        long? value = digits switch
        {
            ['0', 'x' or 'X', ..] => long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) ? hex : null,
            ['0', 'o' or 'O', ..] => Based(digits[2..], 8),
            ['0', 'b' or 'B', ..] => Based(digits[2..], 2),
            ['0', _, ..] => Based(digits[1..], 8),
            _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long plain) ? plain : null,
        };
        return negative ? -value : value;
    }

    private static long? Based(string digits, int radix)
    {
        long value = 0;
        foreach (char digit in digits)
        {
            int number = digit - '0';
            if (number < 0 || number >= radix || value > long.MaxValue / 16)
            {
                return null;
            }

            value = (value * radix) + number;
        }

        return digits.Length == 0 ? null : value;
    }
}
