namespace ContainerNet.Model.Proxies;

/// <summary>A word of a configuration with its place in the text.</summary>
/// <param name="Value">As the proxy takes it: without quotes, escapes resolved.</param>
/// <param name="Start">Its first character, a quote where it has one.</param>
/// <param name="Length">How many characters it has there.</param>
public sealed record ProxyWord(string Value, int Start, int Length);
