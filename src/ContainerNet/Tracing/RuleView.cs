using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>The rules at one moment, as far as they are known: read at that moment, or before and after it.</summary>
/// <param name="Before">Read then, or at the last time before.</param>
/// <param name="After">Read at the next time after; null when the moment itself was read.</param>
internal readonly record struct RuleView(RuleBook? Before, RuleBook? After)
{
    /// <summary>A chain in nf_tables, or null.</summary>
    public FirewallChain? Chain(ChainName name) => (Before?.Find(name) ?? After?.Find(name))?.Chain;

    /// <summary>A rule, or null when it was not read, or when a handle may mean two rules.</summary>
    public FirewallRule? Rule(ChainName name, long handle)
    {
        FirewallRule? before = Before?.Find(name)?.Find(handle);
        FirewallRule? after = After?.Find(name)?.Find(handle);
        return before is null ? after
            : after is null || string.Equals(before.Text, after.Text, StringComparison.Ordinal) ? before : null;
    }

    /// <summary>A chain of the legacy tables, or null.</summary>
    public FirewallChain? Legacy(ChainName name) => (Before?.FindLegacy(name) ?? After?.FindLegacy(name))?.Chain;
}
