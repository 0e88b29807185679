using ContainerNet.Model.Proxies;

namespace ContainerNet.Model.Compose;

/// <summary>A file of the configuration of a service's nginx.</summary>
/// <param name="File">The file of the host.</param>
/// <param name="Text">Its text.</param>
/// <param name="Statements">What stands in it.</param>
public sealed record ServiceProxyFile(string File, string Text, IReadOnlyList<ProxyStatement> Statements);
