using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>An Ingress as it was written: hosts and paths, and the services that they lead to.</summary>
public sealed record Ingress
{
    /// <summary>Its namespace, in which its services are too.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>The version of the API that it was written for.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>When the cluster made it, on which the order of ingresses depends; null in a manifest, which is not applied yet.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The ingressClassName; null where there is none.</summary>
    public string? ClassName { get; init; }

    /// <summary>The annotations, in their order.</summary>
    public IReadOnlyList<IngressAnnotation> Annotations { get; init; } = [];

    /// <summary>The rules, in their order.</summary>
    public IReadOnlyList<IngressRule> Rules { get; init; } = [];

    /// <summary>The hosts with certificates.</summary>
    public IReadOnlyList<IngressTls> Tls { get; init; } = [];

    /// <summary>Who answers what no rule takes; null where it does not say.</summary>
    public IngressBackend? DefaultBackend { get; init; }

    /// <summary>"namespace/name".</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <summary>The annotation of a name; null without one.</summary>
    public IngressAnnotation? Annotation(string name) => Annotations.FirstOrDefault(a => a.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Key;
}
