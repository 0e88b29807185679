using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A location while it is being made.</summary>
internal sealed class LocationDraft
{
    /// <summary>The path.</summary>
    public required string Path { get; set; }

    /// <summary>Prefix or Exact.</summary>
    public required IngressPathType Type { get; init; }

    /// <summary>The Ingress.</summary>
    public Ingress? Ingress { get; set; }

    /// <summary>Its path.</summary>
    public IngressPath? Written { get; set; }

    /// <summary>Who answers.</summary>
    public required IngressUpstream Upstream { get; set; }

    /// <summary>The upstream that another one stands in for.</summary>
    public IngressUpstream? InPlaceOf { get; set; }

    /// <summary>What the annotations come to.</summary>
    public required IngressOptions Options { get; set; }

    /// <summary>Is it the "/" of a server that nobody says anything of?</summary>
    public bool IsDefault { get; set; }

    /// <summary>Upstreams that get a part of its requests.</summary>
    public List<IngressUpstream> Canaries { get; } = [];

    /// <summary>Makes a location of it.</summary>
    /// <param name="path">The path that it gets.</param>
    /// <param name="type">The type that it gets.</param>
    public IngressLocation Finish(string path, IngressPathType type) => new()
    {
        Path = path,
        Type = type,
        IngressPath = Path == "/" ? "" : Path,
        Ingress = Ingress,
        Written = Written,
        Upstream = Upstream,
        InPlaceOf = InPlaceOf,
        Options = Options,
        IsDefault = IsDefault,
        Canaries = Canaries,
    };
}
