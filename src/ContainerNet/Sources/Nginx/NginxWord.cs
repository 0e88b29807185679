namespace ContainerNet.Sources.Nginx;

/// <summary>A word of a configuration.</summary>
/// <param name="Value">As nginx takes it: without quotes, escapes resolved.</param>
/// <param name="Written">As it was written.</param>
internal readonly record struct NginxWord(string Value, string Written);
