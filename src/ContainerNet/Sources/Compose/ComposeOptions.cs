namespace ContainerNet.Sources.Compose;

/// <summary>Which compose files are read, and how.</summary>
public sealed record ComposeOptions
{
    /// <summary>The files, each laid over those before it (docker compose -f).</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Files with variables (--env-file); without any, .env beside the first file is read where it is there.</summary>
    public IReadOnlyList<string> EnvironmentFiles { get; init; } = [];

    /// <summary>The profiles (--profile); without any, the variable COMPOSE_PROFILES says.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>The project's name (--project-name); null when the files or the folder say it.</summary>
    public string? ProjectName { get; init; }
}
