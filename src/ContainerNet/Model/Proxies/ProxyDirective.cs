namespace ContainerNet.Model.Proxies;

/// <summary>A directive as it was written, for what has no type of its own.</summary>
public sealed record ProxyDirective
{
    /// <summary>The name: rewrite, return, if, error_page.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments, without quotes and escapes.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>What an `if` holds: a location of its own, which takes the place of the one around it.</summary>
    public Location? Inside { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name} {string.Join(' ', Arguments)}";
}
