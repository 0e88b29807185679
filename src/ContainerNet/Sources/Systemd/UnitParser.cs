using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the blocks of key=value lines that systemctl show prints.</summary>
internal static class UnitParser
{
    // "Sat 2026-11-21 02:46:14.821192 UTC"; systemd older than 248 knows no --timestamp and prints whole seconds.
    private static readonly string[] s_times = ["yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>One unit a block; blocks are separated by an empty line.</summary>
    public static IReadOnlyList<SystemdUnit> Parse(ReadOnlySpan<char> text)
    {
        List<SystemdUnit> units = [];
        Dictionary<string, string> block = new(StringComparer.Ordinal);
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                block[line[..equals].ToString()] = line[(equals + 1)..].ToString();
            }
            else if (line.IsEmpty)
            {
                End(block, units);
            }
        }

        End(block, units);
        return units;
    }

    /// <summary>A time as systemd prints it in UTC; null when it is empty or of a zone whose offset is not printed.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 4 && words[3] is "UTC" or "GMT"
            && DateTimeOffset.TryParseExact($"{words[1]} {words[2]}", s_times, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
    }

    private static void End(Dictionary<string, string> block, List<SystemdUnit> units)
    {
        if (block.GetValueOrDefault("Id") is { Length: > 0 } name)
        {
            units.Add(new SystemdUnit
            {
                Name = name,
                ActiveState = block.GetValueOrDefault("ActiveState", ""),
                FileState = block.GetValueOrDefault("UnitFileState", ""),
                IsLoaded = block.GetValueOrDefault("LoadState") == "loaded",
                MainProcessId = (int)Number(block.GetValueOrDefault("MainPID")),
                ActiveSince = Time(block.GetValueOrDefault("ActiveEnterTimestamp")),
                ActiveSinceMonotonicUs = Number(block.GetValueOrDefault("ActiveEnterTimestampMonotonic")),
                InactiveSince = Time(block.GetValueOrDefault("InactiveEnterTimestamp")),
            });
        }

        block.Clear();
    }

    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
