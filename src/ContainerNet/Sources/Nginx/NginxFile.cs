using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>A configuration file as a tree.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Directives">What it holds, up to where it could be read.</param>
/// <param name="Problem">Why it could not be read to its end.</param>
internal sealed record NginxFile(string Path, List<NginxDirective> Directives, ProxyProblem? Problem);
