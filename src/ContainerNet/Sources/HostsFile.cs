using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources;

/// <summary>Reads files of names and addresses (hosts(5)).</summary>
internal static class HostsFile
{
    /// <summary>Block lists have a million lines; who has one resolves its servers otherwise.</summary>
    private const int MostEntries = 1000;

    /// <summary>The entries in their order.</summary>
    public static IReadOnlyList<HostsEntry> Parse(string text)
    {
        List<HostsEntry> entries = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int comment = line.IndexOf('#');
            string[] words = (comment < 0 ? line : line[..comment]).ToString()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !IPAddress.TryParse(words[0], out IPAddress? address))
            {
                continue;
            }

            entries.AddRange(words.Skip(1).Select(w => new HostsEntry(ToolText.Clean(w), address)));
            if (entries.Count >= MostEntries)
            {
                break;
            }
        }

        return entries;
    }
}
