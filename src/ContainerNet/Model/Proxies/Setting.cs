namespace ContainerNet.Model.Proxies;

/// <summary>A value that is in force, with the line that says so.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">Where it was set; null when it is the default.</param>
public sealed record Setting<T>(T Value, SourceLine? Source = null);
