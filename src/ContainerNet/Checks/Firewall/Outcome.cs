using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Where a packet's walk through a chain ended.</summary>
internal sealed record Outcome
{
    /// <summary>Accept, Drop, Reject; Return when the chain's end was reached; Unknown when a rule stood in the way that
    /// nothing may be concluded from.</summary>
    public required RuleAction Verdict { get; init; }

    /// <summary>The rule that decided, or the one that stood in the way; null for a policy.</summary>
    public FirewallRule? Rule { get; init; }

    /// <summary>The chain whose policy decided, or null.</summary>
    public FirewallChain? Chain { get; init; }

    /// <summary>Rules on the way that decide otherwise for some clients.</summary>
    public IReadOnlyList<FirewallRule> Otherwise { get; init; } = [];

    /// <summary>Does the packet die?</summary>
    public bool IsDrop => Verdict is RuleAction.Drop or RuleAction.Reject;
}
