using System.Runtime.InteropServices;

namespace ContainerNet.Tracing;

/// <summary>One event on a packet's trail.</summary>
/// <param name="Chain">The chain, as <see cref="ChainNames"/> numbers it.</param>
/// <param name="JumpChain">Where a jump leads, or -1.</param>
/// <param name="Handle">The rule's handle; 0 for a policy.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Type">Rule, return or policy.</param>
/// <param name="Header">Which of the trail's headers shows the packet as this chain met it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TraceStep(
    int Chain, int JumpChain, long Handle, TraceVerdict Verdict, TraceType Type, int Header);
