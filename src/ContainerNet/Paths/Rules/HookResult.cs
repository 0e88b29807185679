using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>What the rules of a hook made of a packet, and which of them decided.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="Chain">The chain that stopped it; null when it goes on.</param>
/// <param name="Rule">The rule that stopped it; null for a policy.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HookResult(HookVerdict Verdict, FirewallChain? Chain, FirewallRule? Rule);
