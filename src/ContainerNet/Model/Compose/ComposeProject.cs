using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>What compose files describe, as compose itself takes them: files laid over each other, variables filled in, profiles chosen.</summary>
public sealed record ComposeProject
{
    /// <summary>The project's name, which networks and containers are named after.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that relative paths begin at.</summary>
    public required string Directory { get; init; }

    /// <summary>The files that were named, as they were read. Files that these include or extend are not among them.</summary>
    public required IReadOnlyList<ComposeSource> Sources { get; init; }

    /// <summary>The services that would be started, by name.</summary>
    public IReadOnlyList<ComposeService> Services { get; init; } = [];

    /// <summary>The names of services whose profile was not asked for.</summary>
    public IReadOnlyList<string> DisabledServices { get; init; } = [];

    /// <summary>The networks that those services use.</summary>
    public IReadOnlyList<ComposeNetwork> Networks { get; init; } = [];

    /// <summary>Keys that this reader does not know. The version of compose decides whether it takes them.</summary>
    public IReadOnlyList<YamlScalar> UnknownKeys { get; init; } = [];

    /// <summary>What compose would warn of, such as variables that are not set.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The service of that name that would be started, or null.</summary>
    public ComposeService? Service(string name) => Services.FirstOrDefault(s => s.Name == name);
}
