using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>Where a packet comes that leaves by an interface.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Place">The namespace that it comes into.</param>
/// <param name="Input">The interface that it comes in by there.</param>
/// <param name="Bridge">The bridge of the host that it crosses from port to port, or null.</param>
/// <param name="InputPort">The bridge port that it comes in by.</param>
/// <param name="OutputPort">The bridge port that it leaves by.</param>
/// <param name="Reason">Why it comes nowhere.</param>
/// <param name="Detail">The same in words.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Passage(
    PassageKind Kind, Place? Place = null, Link? Input = null, Link? Bridge = null, Link? InputPort = null, Link? OutputPort = null,
    HopReason? Reason = null, string Detail = "");
