namespace ContainerNet.Hosting;

/// <summary>A program to run: file name and arguments as they are, never through a shell.</summary>
public sealed record CommandLine
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What it gets on standard input, or null.</summary>
    public string? Input { get; init; }

    /// <summary>The time it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A command from its words.</summary>
    public static CommandLine Of(params string[] arguments) => new() { Arguments = arguments };

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments);
}
