using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What the left side of a match, or a part of a key, looks at.</summary>
/// <param name="Field">The model's field.</param>
/// <param name="Kind">How its values are written.</param>
/// <param name="Device">"iif" or "oif" where a type of address is asked of that interface's routes only; null otherwise.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NftField(RuleField Field, NftValueKind Kind = NftValueKind.Plain, string? Device = null);
