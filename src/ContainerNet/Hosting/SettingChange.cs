namespace ContainerNet.Hosting;

/// <summary>A kernel setting that is changed for a while.</summary>
/// <param name="Key">The key with dots.</param>
/// <param name="Before">What it was, and will be again.</param>
/// <param name="Value">What it is meanwhile.</param>
/// <param name="Namespace">The network namespace that it belongs to, such as net:[4026531840].</param>
public sealed record SettingChange(string Key, string Before, string Value, string Namespace);
