using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>Reads what machine this is.</summary>
public static class HostInfoReader
{
    /// <summary>Reads.</summary>
    public static HostInfo Read(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        FileReading release = host.ReadFile("/etc/os-release");
        return new HostInfo
        {
            Name = FirstLine(host, "/proc/sys/kernel/hostname") ?? FirstLine(host, "/etc/hostname") ?? "localhost",
            Kernel = FirstLine(host, "/proc/sys/kernel/osrelease") ?? "",
            OperatingSystem = ParsePrettyName(
                (release.IsRead ? release : host.ReadFile("/usr/lib/os-release")).Text) ?? "",
            BootedAt = ParseBootTime(host.ReadFile("/proc/stat").Text),
            IsRoot = host.IsRoot,
        };
    }

    /// <summary>PRETTY_NAME of an os-release file, or null (os-release(5)).</summary>
    internal static string? ParsePrettyName(string text)
    {
        const string Key = "PRETTY_NAME=";
        string? line = text.Split('\n').LastOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        string value = line?[Key.Length..].Trim() ?? "";
        if (value is ['"' or '\'', _, ..] && value[^1] == value[0])
        {
            value = value[1..^1];
        }

        return value.Length > 0 ? value.Replace("\\\"", "\"", StringComparison.Ordinal) : null;
    }

    /// <summary>The boot time in /proc/stat, or null.</summary>
    internal static DateTimeOffset? ParseBootTime(string text)
    {
        const string Key = "btime ";
        string? line = text.Split('\n').FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line is not null
            && long.TryParse(line.AsSpan(Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string? FirstLine(IHost host, string path) =>
        host.ReadFile(path) is { IsRead: true } reading && reading.Text.Split('\n')[0].Trim() is { Length: > 0 } line
            ? line
            : null;
}
