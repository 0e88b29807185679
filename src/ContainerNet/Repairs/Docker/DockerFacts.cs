using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>All that decides which rules an engine writes for one family.</summary>
internal sealed record DockerFacts
{
    /// <summary>The engine with its options.</summary>
    public required ContainerEngine Engine { get; init; }

    /// <summary>The family.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>Its bridge networks, the newest bridge first.</summary>
    public required IReadOnlyList<DockerNetwork> Networks { get; init; }

    /// <summary>Published ports of running containers, in the order of their rules.</summary>
    public required IReadOnlyList<DockerPort> Ports { get; init; }

    /// <summary>Places of running containers on its networks, in the order in which they were started.</summary>
    public required IReadOnlyList<DockerEndpoint> Endpoints { get; init; }

    /// <summary>The engine's version.</summary>
    public Version Version => EngineVersion.Of(Engine);

    /// <summary>Was the engine told to write nothing into table raw (DOCKER_INSECURE_NO_IPTABLES_RAW)? It says so itself in
    /// /info.</summary>
    public bool WithoutRaw => Engine.Warnings.Any(w => w.Contains("DOCKER_INSECURE_NO_IPTABLES_RAW", StringComparison.Ordinal));
}
