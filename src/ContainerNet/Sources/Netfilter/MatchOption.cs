using System.Globalization;
using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>An option of an iptables match that we understand.</summary>
/// <param name="Field">What it looks at.</param>
/// <param name="Form">How its words become values.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MatchOption(RuleField Field, MatchForm Form = MatchForm.Plain)
{
    /// <summary>How many words follow the option.</summary>
    public int Words => Form switch
    {
        MatchForm.Exists or MatchForm.Yes or MatchForm.Name or MatchForm.Device or MatchForm.Nothing => 0,
        MatchForm.Set => 2,
        _ => Field == RuleField.TcpFlags ? 2 : 1,
    };

    /// <summary>The values as the model holds them; null where no value could be.</summary>
    public IReadOnlyList<string>? Read(string value) => Form switch
    {
        MatchForm.List => Split(value),
        MatchForm.LowerList => Split(Lower(value).Replace('_', '-')),
        MatchForm.Lower => [Lower(value)],
        MatchForm.Below => Number(value) is int number and > 0 ? [Range(0, number - 1)] : null,
        MatchForm.Above => Number(value) is int number and < byte.MaxValue ? [Range(number + 1, byte.MaxValue)] : null,
        MatchForm.Frame => [value == "unicast" ? "host" : value],
        MatchForm.User => ["uid " + value],
        MatchForm.Group => ["gid " + value],
        MatchForm.Exists => ["exists"],
        MatchForm.Yes => ["1"],
        _ => [value],
    };

    private static string[] Split(string text) => text.Contains(',', StringComparison.Ordinal) ? text.Split(',') : [text];

    private static string Lower(string text) => text.ToLowerInvariant();

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= byte.MaxValue ? number : null;

    private static string Range(int low, int high) => string.Create(CultureInfo.InvariantCulture, $"{low}-{high}");
}
