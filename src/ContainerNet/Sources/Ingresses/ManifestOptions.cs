namespace ContainerNet.Sources.Ingresses;

/// <summary>How manifests are read.</summary>
public sealed record ManifestOptions
{
    /// <summary>Files and folders. Of a folder its .yaml, .yml and .json files are read, as kubectl reads them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Texts that came another way, such as by a pipe, each with what it is called.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; init; } = [];

    /// <summary>Are folders inside folders read too?</summary>
    public bool Recurses { get; init; }

    /// <summary>The namespace of what names none.</summary>
    public string DefaultNamespace { get; init; } = "default";
}
