namespace ContainerNet.Repairs.Ingresses;

/// <summary>The change of manifests that makes a visit work, held against what the controller would make of it.</summary>
public sealed record IngressRepairPlan
{
    /// <summary>The Ingress that is repaired, "namespace/name"; "" where none was found.</summary>
    public string Ingress { get; init; } = "";

    /// <summary>The files that change.</summary>
    public IReadOnlyList<ConvertedFile> Files { get; init; } = [];

    /// <summary>The ingresses that change or come, as documents of JSON for an API server; "" where none does.</summary>
    public string Resources { get; init; } = "";

    /// <summary>Why there is no change that makes the visit work; with any of these, nothing may be written.</summary>
    public IReadOnlyList<IngressNote> Obstacles { get; init; } = [];

    /// <summary>What is different afterwards, and what is left to do by hand. What the application itself could do comes first.</summary>
    public IReadOnlyList<IngressNote> Notes { get; init; } = [];

    /// <summary>Where the original of a manifest is kept that is written in its place.</summary>
    public static string OriginalOf(string path) => path + ".before";

    /// <summary>What does not work as it is now.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
