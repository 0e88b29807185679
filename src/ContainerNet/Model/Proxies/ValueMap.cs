namespace ContainerNet.Model.Proxies;

/// <summary>A `map`: a variable whose value follows from a text.</summary>
public sealed record ValueMap
{
    /// <summary>The text that is looked up, with variables.</summary>
    public required string Input { get; init; }

    /// <summary>The variable, without its $.</summary>
    public required string Variable { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>Are entries host names, with wildcards?</summary>
    public bool Hostnames { get; init; }

    /// <summary>Is it looked up anew at each use?</summary>
    public bool Volatile { get; init; }

    /// <summary>The entries in their order, `default` among them: the name is what is matched, the argument the value.</summary>
    public IReadOnlyList<ProxyDirective> Entries { get; init; } = [];
}
