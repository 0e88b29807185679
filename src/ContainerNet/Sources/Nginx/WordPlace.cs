using System.Runtime.InteropServices;

namespace ContainerNet.Sources.Nginx;

/// <summary>Where a word stands in the text of its file.</summary>
/// <param name="Start">Its first byte, a quote where it has one.</param>
/// <param name="Length">How many bytes it has there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordPlace(int Start, int Length);
