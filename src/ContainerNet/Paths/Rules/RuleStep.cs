using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>What one rule, one policy or connection tracking did with a packet.</summary>
/// <param name="Hook">The hook.</param>
/// <param name="Action">What it did.</param>
/// <param name="Chain">The chain; null for connection tracking.</param>
/// <param name="Rule">The rule; null for a policy and for connection tracking.</param>
/// <param name="Tuple">The packet's addresses afterwards.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RuleStep(
    PacketHook Hook, HopAction Action, FirewallChain? Chain, FirewallRule? Rule, PacketTuple Tuple);
