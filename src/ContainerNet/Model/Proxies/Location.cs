namespace ContainerNet.Model.Proxies;

/// <summary>What a server does with a part of the paths, with everything in force that it inherits.</summary>
public sealed record Location
{
    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>How the pattern is meant.</summary>
    public LocationModifier Modifier { get; init; } = LocationModifier.None;

    /// <summary>The pattern; of a named one the name with its @.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The locations inside it.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>What is done step by step before anybody answers: set, if, rewrite, return, break, in their order.</summary>
    public IReadOnlyList<ProxyDirective> Steps { get; init; } = [];

    /// <summary>The try_files of this level.</summary>
    public ProxyDirective? TryFiles { get; init; }

    /// <summary>Who answers; null when files do.</summary>
    public LocationContent? Content { get; init; }

    /// <summary>Is it closed to requests from outside?</summary>
    public bool Internal { get; init; }

    /// <summary>Methods that its limit_except lets through, where it has one; others meet other rules.</summary>
    public ProxyDirective? LimitExcept { get; init; }

    /// <summary>What holds here, whether it was said here or further out.</summary>
    public required LocationSettings Settings { get; init; }

    /// <summary>Directives here whose effect is not known, so that nothing is known of what comes after the location was
    /// chosen.</summary>
    public IReadOnlyList<ProxyDirective> NotUnderstood { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Modifier switch
    {
        LocationModifier.Exact => $"location = {Pattern}",
        LocationModifier.PreferredPrefix => $"location ^~ {Pattern}",
        LocationModifier.Regex => $"location ~ {Pattern}",
        LocationModifier.RegexIgnoreCase => $"location ~* {Pattern}",
        LocationModifier.None => "no location",
        _ => $"location {Pattern}",
    };
}
