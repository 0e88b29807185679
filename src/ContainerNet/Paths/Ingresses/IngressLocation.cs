using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A location that ingress-nginx writes.</summary>
public sealed record IngressLocation
{
    /// <summary>The path of the location: a prefix ends in a slash here.</summary>
    public required string Path { get; init; }

    /// <summary>Prefix or Exact: ImplementationSpecific is a prefix.</summary>
    public required IngressPathType Type { get; init; }

    /// <summary>The path as the Ingress has it, which the affinity cookie gets; "" for the "/" of a server.</summary>
    public string IngressPath { get; init; } = "";

    /// <summary>The Ingress that it comes from; null for the "/" of the server of all hosts.</summary>
    public Ingress? Ingress { get; init; }

    /// <summary>The path of the Ingress; null for the "/" that every server has.</summary>
    public IngressPath? Written { get; init; }

    /// <summary>Who answers.</summary>
    public required IngressUpstream Upstream { get; init; }

    /// <summary>The upstream without endpoints that the default-backend annotation stands in for.</summary>
    public IngressUpstream? InPlaceOf { get; init; }

    /// <summary>What the annotations of its Ingress come to.</summary>
    public required IngressOptions Options { get; init; }

    /// <summary>Is it the "/" that a server has where no Ingress says anything of it?</summary>
    public bool IsDefault { get; init; }

    /// <summary>Upstreams that get a part of its requests.</summary>
    public IReadOnlyList<IngressUpstream> Canaries { get; init; } = [];

    /// <summary>Is the path replaced on the way?</summary>
    public bool NeedsRewrite => Options.RewriteTarget.Length > 0 && Options.RewriteTarget != Path;

    /// <summary>Does it turn all locations of its server into regular expressions?</summary>
    public bool ForcesRegex => NeedsRewrite || Options.UsesRegex;

    /// <summary>The path that the affinity cookie gets where none was asked for: that of the Ingress, patterns and all.</summary>
    public string CookiePath => Options.Affinity is { Path.Length: > 0 } cookie ? cookie.Path : IngressPath.Length > 0 ? IngressPath : "/";

    /// <summary>How nginx is told to match.</summary>
    /// <param name="usesRegex">Does its server use regular expressions?</param>
    public LocationModifier Modifier(bool usesRegex) => usesRegex ? LocationModifier.RegexIgnoreCase
        : Type == IngressPathType.Exact ? LocationModifier.Exact : LocationModifier.Prefix;
}
