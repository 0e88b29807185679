using System.Text;

namespace ContainerNet.Sources.Sysctl;

/// <summary>A file of a sysctl.d folder, or /etc/sysctl.conf, and who reads it.</summary>
internal sealed record SysctlFile
{
    // LONG_LINE_MAX of systemd.
    private const int LineLimit = 1024 * 1024;

    private static ReadOnlySpan<byte> Space => " \t\r\n\v\f"u8;

    /// <summary>Its path.</summary>
    public required string Path { get; init; }

    /// <summary>Its name, by which files are sorted and replaced.</summary>
    public required string Name { get; init; }

    /// <summary>True when one of the same name in a folder of higher rank replaces it.</summary>
    public bool Masked { get; init; }

    /// <summary>Does systemd-sysctl read it?</summary>
    public bool AtBoot { get; init; }

    /// <summary>Does `sysctl --system` read it?</summary>
    public bool WithSysctl { get; init; }

    /// <summary>Its assignments and exclusions in order.</summary>
    public IReadOnlyList<SysctlLine> Lines { get; init; } = [];

    /// <summary>Reads the lines. What is no assignment is passed over, as both tools do.</summary>
    /// <returns>The number of a line that is too long for systemd-sysctl, which reads no further; else 0.</returns>
    public static int Parse(SysctlFile file, ReadOnlySpan<byte> content, List<SysctlLine> lines)
    {
        int number = 0;
        while (!content.IsEmpty)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> raw = end < 0 ? content : content[..end];
            content = end < 0 ? [] : content[(end + 1)..];
            number++;
            if (raw.Length > LineLimit)
            {
                return number;
            }

            int zero = raw.IndexOf((byte)0);
            raw = (zero < 0 ? raw : raw[..zero]).Trim(Space);

            // Names of interfaces are bytes to the kernel; anything that is not UTF-8 (comments, mostly) matches no key.
            if (!raw.IsEmpty && raw[0] is not ((byte)'#' or (byte)';')
                && ParseLine(file, number, Encoding.UTF8.GetString(raw)) is SysctlLine line)
            {
                lines.Add(line);
            }
        }

        return 0;
    }

    private static SysctlLine? ParseLine(SysctlFile file, int number, string line)
    {
        bool dash = line[0] == '-';
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 && !dash)
        {
            return null;
        }

        string key = (equals < 0 ? line : line[..equals])[(dash ? 1 : 0)..].Trim();
        string? value = equals < 0 ? null : line[(equals + 1)..].Trim();
        return key.Length == 0 ? null : new SysctlLine(file, number, key, SysctlKey.ToPath(key), value);
    }
}
