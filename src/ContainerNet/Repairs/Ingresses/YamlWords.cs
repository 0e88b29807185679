using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Writes texts as YAML.</summary>
internal static class YamlWords
{
    /// <summary>A text, without quotes where it cannot be taken for anything else.</summary>
    /// <param name="value">The text.</param>
    /// <param name="style">How the text that it takes the place of was written.</param>
    /// <param name="isFlow">Does it stand in braces or brackets?</param>
    public static string Of(string value, YamlScalarStyle style = YamlScalarStyle.Plain, bool isFlow = false) => style switch
    {
        YamlScalarStyle.SingleQuoted => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        YamlScalarStyle.Plain when !isFlow && IsPlain(value) => value,
        _ => Quoted(value),
    };

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>Paths and names: no number, no truth value, and nothing that is a sign of YAML's.</summary>
    private static bool IsPlain(string value) => value.Length > 0 && (value[0] == '/' || char.IsAsciiLetter(value[0])) && value[^1] != ' '
        && value.All(c => c is > ' ' and < (char)127 and not ('#' or ':' or '"' or '\'') or ' ')
        && value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");
}
