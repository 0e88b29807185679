using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>Finds the keys of kernel settings by wildcards, without reading a value.</summary>
internal static class SettingKeys
{
    // net.ipv4.* of a host with a thousand interfaces has some forty thousand keys; more is not a question any more.
    private const int MostKeys = 100_000;

    /// <summary>The keys that match; a plain key stands for itself, whether it exists or not.</summary>
    public static IEnumerable<string> Expand(IHost host, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [name];
        }

        // Only the part of the tree that the plain beginning leaves open has to be walked.
        int wildcard = name.AsSpan().IndexOfAny("*?[");
        int dot = name.LastIndexOf('.', wildcard);
        string parent = dot < 0 ? "" : name[..dot];
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.None);
        return KeysUnder(host, parent).Where(pattern.IsMatch).Order(StringComparer.Ordinal);
    }

    /// <summary>Keys and folders directly under a key, as they are completed.</summary>
    public static IEnumerable<string> Children(IHost host, string parent)
    {
        string[] levels = parent.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return levels.Any(l => l is "/" or "//")
            ? []
            : (host.ListDirectory(KernelSetting.PathOf(string.Join('.', levels))) ?? [])
                .Select(n => string.Join('.', levels.Append(n.Replace('.', '/'))));
    }

    private static IEnumerable<string> KeysUnder(IHost host, string parent)
    {
        Stack<string> open = new([parent]);
        int seen = 0;
        while (open.TryPop(out string? key) && seen++ < MostKeys)
        {
            bool leaf = true;
            foreach (string child in Children(host, key))
            {
                leaf = false;
                open.Push(child);
            }

            if (leaf && key.Length > 0)
            {
                yield return key;
            }
        }
    }
}
