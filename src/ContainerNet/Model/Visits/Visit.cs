namespace ContainerNet.Model.Visits;

/// <summary>A visit of a page: everything that a browser asked for, and what would have come after what failed.</summary>
public sealed record Visit
{
    /// <summary>The address that the user named.</summary>
    public required Uri Page { get; init; }

    /// <summary>The path of the Ingress that the application stands under, such as /app; "/" where it has the host to itself.</summary>
    public required string Prefix { get; init; }

    /// <summary>The steps.</summary>
    public IReadOnlyList<VisitStep> Steps { get; init; } = [];

    /// <summary>Addresses of other hosts, and of what was not understood: nothing was sent there.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = [];

    /// <summary>Why it ended before its end; "" when it did not.</summary>
    public string Incomplete { get; init; } = "";

    /// <summary>Could the application be asked by itself?</summary>
    public bool ReachesApplication { get; init; }

    /// <summary>What the application wants.</summary>
    public required VisitNeeds Needs { get; init; }

    /// <summary>Is an address of this host, and not below the prefix?</summary>
    public bool IsOutside(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return !IsBelow(url.AbsolutePath, Prefix);
    }

    /// <summary>Is a path the prefix, or below it?</summary>
    public static bool IsBelow(string path, string prefix)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(prefix);
        return prefix == "/" || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'));
    }

    /// <summary>The step that shows what would come in the place of one that failed; null without.</summary>
    public VisitStep? Otherwise(VisitStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Steps.FirstOrDefault(s => s.InPlaceOf == step.Number);
    }
}
