using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Where a translation leads.</summary>
internal sealed record NatTarget
{
    /// <summary>4 or 6 where an address is given, else 0.</summary>
    public int Family { get; init; }

    /// <summary>The addresses; null for none.</summary>
    public (WideNumber Low, WideNumber High)? Addresses { get; init; }

    /// <summary>The ports; null for none.</summary>
    public (int Low, int High)? Ports { get; init; }

    /// <summary>Ports are shifted by as much as the packet's port is above this one (DNAT a-b/base); null for none.</summary>
    public int? Base { get; init; }

    /// <summary>Is the port drawn by chance?</summary>
    public bool IsRandom { get; init; }

    /// <summary>Does one client always get the same address?</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Does every address keep its place in the new prefix (prefix, NETMAP)?</summary>
    public bool IsPrefix { get; init; }

    /// <summary>The map that gives it; null where it stands in the rule.</summary>
    public NatTable? Table { get; init; }

    /// <summary>What was not understood; null where all was.</summary>
    public string? Doubt { get; init; }
}
