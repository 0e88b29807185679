using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What an iptables rule does.</summary>
/// <param name="Action">The action.</param>
/// <param name="Target">The chain, address or text that belongs to it.</param>
/// <param name="Effect">What it changes in a packet that goes on; null for nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IptablesAction(RuleAction Action, string? Target = null, RuleEffect? Effect = null);
