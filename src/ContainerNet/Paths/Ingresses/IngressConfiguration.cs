using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>What ingress-nginx makes of ingresses: servers with their locations.</summary>
public sealed record IngressConfiguration
{
    /// <summary>The name of the upstream that answers what nobody takes.</summary>
    public const string DefaultUpstream = "upstream-default-backend";

    /// <summary>The servers in the order of the configuration; the one of all hosts among them.</summary>
    public required IReadOnlyList<IngressServer> Servers { get; init; }

    /// <summary>The upstreams, by name.</summary>
    public required IReadOnlyDictionary<string, IngressUpstream> Upstreams { get; init; }

    /// <summary>Ingresses that are served, in their order, with what their annotations come to.</summary>
    public required IReadOnlyDictionary<Ingress, IngressOptions> Served { get; init; }

    /// <summary>Ingresses that are not.</summary>
    public IReadOnlyList<IngressExclusion> Excluded { get; init; } = [];

    /// <summary>Paths that were taken already.</summary>
    public IReadOnlyList<IngressClaim> Claims { get; init; } = [];

    /// <summary>Paths that are no regular expressions, on hosts where they are taken for some.</summary>
    public IReadOnlyList<MalformedPath> Malformed { get; init; } = [];

    /// <summary>What was taken for granted, because nothing that was read says it: classes, settings.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The settings that it was made under.</summary>
    public required ControllerSettings Settings { get; init; }

    /// <summary>Would nginx refuse it?</summary>
    public bool IsBroken => Malformed.Count > 0 || Claims.Any(c => c.Kind == IngressClaimKind.BreaksConfiguration);

    /// <summary>Makes it.</summary>
    public static IngressConfiguration Of(IngressSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new ConfigurationBuilder(set).Build();
    }
}
