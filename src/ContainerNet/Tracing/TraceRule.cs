namespace ContainerNet.Tracing;

/// <summary>One rule of our trace table.</summary>
/// <param name="Chain">One of <see cref="TraceChains"/>.</param>
/// <param name="Expressions">The list of expressions, as nf_tables takes it.</param>
internal sealed record TraceRule(string Chain, byte[] Expressions);
