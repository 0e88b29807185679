using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>A place where an engine may listen.</summary>
/// <param name="Name">The name that -Engine takes: docker, podman, podman:USER.</param>
/// <param name="Kind">The software that is expected there.</param>
/// <param name="Path">The unix socket.</param>
/// <param name="Rootless">True for a user's own engine.</param>
public sealed record EngineSocket(string Name, EngineKind Kind, string Path, bool Rootless);
