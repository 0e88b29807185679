using System.Runtime.InteropServices;

namespace ContainerNet.Paths.Rules;

/// <summary>One of the things that the kernel calls at a hook.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Priority">Lower is called earlier.</param>
/// <param name="Age">The place in the order of registration: of equal priority the youngest is called first
/// (net/netfilter/core.c, nf_hook_entries_grow).</param>
/// <param name="Chain">The chain; -1 for connection tracking and translation.</param>
/// <param name="NatChains">The chains that translation asks, in order.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HookStep(HookStepKind Kind, int Priority, int Age, int Chain, int[] NatChains);
