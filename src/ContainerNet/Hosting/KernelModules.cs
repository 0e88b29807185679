using System.Collections.Concurrent;

namespace ContainerNet.Hosting;

/// <summary>What the kernel can do without loading a module for it. Many requests load one: who only looks must ask first.</summary>
internal static class KernelModules
{
    private static readonly ConcurrentDictionary<string, bool> s_seen = new(StringComparer.Ordinal);

    /// <summary>As <see cref="IsThere(string)"/>, for who asks a hundred times in a look: what was there once is taken to
    /// stay. What was not is looked for again, for it may be loaded at any time.</summary>
    public static bool Has(string module)
    {
        bool isThere = s_seen.ContainsKey(module) || IsThere(module);
        if (isThere)
        {
            s_seen[module] = true;
        }

        return isThere;
    }

    /// <summary>Is this one loaded, or built in? A kernel that loads no modules has what it has, and is simply asked.</summary>
    public static bool IsThere(string module) => IsThere("/proc", "/lib/modules", module);

    /// <summary>As above, for files in other places.</summary>
    internal static bool IsThere(string proc, string modules, string module)
    {
        try
        {
            if (!File.Exists($"{proc}/modules")
                || (File.Exists($"{proc}/sys/kernel/modules_disabled")
                    && File.ReadAllText($"{proc}/sys/kernel/modules_disabled").StartsWith('1')))
            {
                return true;
            }

            string release = File.ReadAllText($"{proc}/sys/kernel/osrelease").Trim();
            string builtin = $"{modules}/{release}/modules.builtin";
            return File.ReadLines($"{proc}/modules").Any(l => l.StartsWith($"{module} ", StringComparison.Ordinal))
                || (File.Exists(builtin)
                    && File.ReadLines(builtin).Any(l => l.EndsWith($"/{module}.ko", StringComparison.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
