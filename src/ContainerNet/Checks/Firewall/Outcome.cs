using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>What rules made of a packet, over every way that it may fare.</summary>
internal sealed record Outcome
{
    /// <summary>Accept, Drop or Reject, on the likeliest way; Unknown when something was not understood and makes a difference.</summary>
    public required RuleAction Verdict { get; init; }

    /// <summary>The rule that decided, or the one that was not understood; null for a policy and for the end of a chain.</summary>
    public FirewallRule? Rule { get; init; }

    /// <summary>The chain that stopped it, or that was not understood.</summary>
    public FirewallChain? Chain { get; init; }

    /// <summary>Does it fare like this on every way, whatever its client's port and the load of the host?</summary>
    public bool IsCertain { get; init; }

    /// <summary>The packet as it was at the end of each way.</summary>
    public IReadOnlyList<Packet> Packets { get; init; } = [];

    /// <summary>Does the packet die?</summary>
    public bool IsDrop => Verdict is RuleAction.Drop or RuleAction.Reject;
}
