using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>A published port whatever its family. A class, not a tuple: code for keys that are references is compiled ahead of
/// time, code for tuples in every new process.</summary>
internal sealed record PublishedPort(string Engine, string Container, Protocol Protocol, int HostPort);
