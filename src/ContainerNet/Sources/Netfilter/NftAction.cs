using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What one statement of an nft rule does.</summary>
/// <param name="Action">The action.</param>
/// <param name="Target">The chain, address or text that belongs to it.</param>
/// <param name="Effect">What it changes in a packet that goes on, without its place in the rule; null for nothing.</param>
/// <param name="Map">The map that it looks up; null for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NftAction(
    RuleAction Action, string? Target = null, RuleEffect? Effect = null, RuleMap? Map = null);
