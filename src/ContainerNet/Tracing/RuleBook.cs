using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>The rules of a namespace by chain and handle, to say in words what events give in numbers.</summary>
internal sealed class RuleBook
{
    private readonly Dictionary<ChainName, BookChain> _chains = [];
    private readonly Dictionary<ChainName, BookChain> _legacy = [];

    /// <summary>Makes one of what was read.</summary>
    /// <param name="epoch">How often the rules had been changed since the trace began when they were read.</param>
    /// <param name="chains">The chains.</param>
    public RuleBook(int epoch, IReadOnlyList<FirewallChain> chains)
    {
        Epoch = epoch;
        foreach (FirewallChain chain in chains)
        {
            bool isLegacy = chain.Table.Backend == FirewallBackend.IptablesLegacy;
            LacksHandles |= chain.Table.Backend == FirewallBackend.IptablesNft && chain.Rules.Any(r => r.Handle is null);
            (isLegacy ? _legacy : _chains)[new ChainName(chain.Table.Family, chain.Table.Name, chain.Name)] = new BookChain(chain);
        }
    }

    /// <summary>How often the rules had been changed since the trace began when they were read.</summary>
    public int Epoch { get; }

    /// <summary>True when rules of iptables were read without their handles, as of a very large rule set.</summary>
    public bool LacksHandles { get; }

    /// <summary>The chain of a name in nf_tables, or null.</summary>
    public BookChain? Find(ChainName name)
    {
        lock (_chains)
        {
            return _chains.GetValueOrDefault(name);
        }
    }

    /// <summary>Puts a chain in the place of itself, because its handles are known now.</summary>
    public void Replace(FirewallChain chain)
    {
        lock (_chains)
        {
            _chains[new ChainName(chain.Table.Family, chain.Table.Name, chain.Name)] = new BookChain(chain);
        }
    }

    /// <summary>The chain of a name in the legacy tables, or null.</summary>
    public BookChain? FindLegacy(ChainName name) => _legacy.GetValueOrDefault(name);
}
