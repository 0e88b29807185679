using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>A chain with its rules by handle.</summary>
internal sealed class BookChain
{
    private readonly Dictionary<long, FirewallRule> _rules = [];

    /// <summary>Makes one of what was read.</summary>
    public BookChain(FirewallChain chain)
    {
        Chain = chain;
        foreach (FirewallRule rule in chain.Rules)
        {
            if (rule.Handle is long handle)
            {
                _rules[handle] = rule;
            }
        }
    }

    /// <summary>The chain.</summary>
    public FirewallChain Chain { get; }

    /// <summary>The rule of a handle, or null when it was not there when the rules were read.</summary>
    public FirewallRule? Find(long handle) => _rules.GetValueOrDefault(handle);
}
