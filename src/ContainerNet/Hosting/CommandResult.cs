namespace ContainerNet.Hosting;

/// <summary>What a program answered.</summary>
public sealed record CommandResult
{
    /// <summary>Its exit status.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Standard error.</summary>
    public required string Error { get; init; }

    /// <summary>Did it end well?</summary>
    public bool Succeeded => ExitCode == 0;
}
