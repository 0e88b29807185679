using System.Text.Unicode;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>The texts of a proxy's files, for who plans an edit, with the paths at which the host can write them.</summary>
internal static class ProxyTexts
{
    private const int MostFiles = 2000;
    private const int LargestEdit = 256 * 1024;

    /// <summary>Reads files that are small and valid UTF-8: what is written again must come out byte by byte.</summary>
    /// <param name="host">The host.</param>
    /// <param name="files">The files as the proxy sees them.</param>
    /// <param name="configuration">Names them.</param>
    /// <param name="mounts">The folders of the host that the proxy's container sees; null for a proxy of the host.</param>
    public static Dictionary<string, ConfigurationText> Read(
        IHost host, RootedFiles files, Proxy configuration, IReadOnlyList<ContainerMount>? mounts)
    {
        (string Inside, string Outside)[]? folders = mounts is null ? null
            : [.. mounts.Select(m => (files.Real(m.Destination) ?? "", new RootedFiles(host, "").Real(m.Source) ?? "")).Where(m => m is { Item1.Length: > 0, Item2.Length: > 0 })
                .OrderByDescending(m => m.Item1.Length)];
        Dictionary<string, ConfigurationText> texts = new(StringComparer.Ordinal);
        foreach (string file in configuration.Files.Take(MostFiles))
        {
            if (files.Real(file) is { } real && (folders is null ? real : OnHost(folders, real)) is { } path
                && host.ReadFile(path) is { IsRead: true, Content.Length: <= LargestEdit } reading && Utf8.IsValid(reading.Content)
                && (folders is null || IsSame(files.Read(real), reading)))
            {
                texts.TryAdd(file, new ConfigurationText(path, reading.Text));
            }
        }

        return texts;
    }

    /// <summary>Where the host has a file of a mounted folder. Not one that is mounted by itself: a file that is written whole takes
    /// the place of the other, and the container would go on seeing that one.</summary>
    private static string? OnHost((string Inside, string Outside)[] folders, string real)
    {
        (string inside, string outside) = folders.FirstOrDefault(f => f.Inside == real || real.StartsWith(f.Inside + "/", StringComparison.Ordinal));
        return inside is null || inside == real ? null : outside + real[inside.Length..];
    }

    /// <summary>The container may have put a link there meanwhile that leads elsewhere on the host.</summary>
    private static bool IsSame(FileReading inside, FileReading outside) =>
        inside.IsRead && inside.Content.AsSpan().SequenceEqual(outside.Content);
}
