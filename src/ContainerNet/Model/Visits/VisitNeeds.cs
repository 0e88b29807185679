namespace ContainerNet.Model.Visits;

/// <summary>What an application wants of an ingress path, as a visit showed it: which addresses it uses that do not stand under the path.</summary>
public sealed record VisitNeeds
{
    /// <summary>The address of the page that was visited, such as http://shop.example/app/.</summary>
    public required Uri Page { get; init; }

    /// <summary>The path of the Ingress that the application is meant to stand under, such as /app; "/" where it has the host to itself.</summary>
    public required string Prefix { get; init; }

    /// <summary>Does the application answer below the prefix itself, so that nothing is to be cut off?</summary>
    public bool KnowsPrefix { get; init; }

    /// <summary>Paths that the application redirects to outside the prefix, such as /login.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>Paths of scripts, styles, images and other parts that its pages name outside the prefix, such as /static/1.2.3/app.js.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>Paths of cookies that do not cover the prefix, such as /internal.</summary>
    public IReadOnlyList<string> CookiePaths { get; init; } = [];

    /// <summary>Paths of WebSockets, as the application knows them, such as /ws.</summary>
    public IReadOnlyList<string> WebSockets { get; init; } = [];
}
