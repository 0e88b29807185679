namespace ContainerNet.Repairs.Proxy;

/// <summary>An edit of a configuration file.</summary>
/// <param name="File">The file, as the proxy names it.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Apply">Makes it; null when the text is not as it was read.</param>
internal sealed record ProxyEdit(string File, string What, Func<string, string?> Apply);
