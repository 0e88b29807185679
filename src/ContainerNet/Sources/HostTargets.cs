using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Model;

namespace ContainerNet.Sources;

/// <summary>
/// Finds services of the host in the words of a command. Only the names under which containers know their host are looked for, and only
/// name and port are kept: a command may hold passwords.
/// </summary>
internal static partial class HostTargets
{
    private const int MostTargets = 100;

    /// <summary>Those that are named, each once.</summary>
    public static IReadOnlyList<HostTarget> Of(IEnumerable<string?> words) =>
    [
        .. words.OfType<string>().SelectMany(w => Shape().Matches(w))
            .Select(m => new HostTarget(m.Groups["name"].Value, int.Parse(m.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)))
            .Where(t => t.Port is > 0 and <= ushort.MaxValue)
            .Distinct().Take(MostTargets),
    ];

    // 10.0.2.2 is the host in slirp4netns(1), 169.254.1.2 in Podman's pasta.
    [GeneratedRegex(@"(?<![\w.-])(?<name>host\.containers\.internal|host\.docker\.internal|10\.0\.2\.2|169\.254\.1\.2):(?<port>\d{1,5})(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
