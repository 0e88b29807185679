namespace ContainerNet.Paths;

/// <summary>Whether two paths tell the same of a packet.</summary>
public enum PathAgreement
{
    /// <summary>It cannot be told: one of them concludes nothing, or a probe came in by another interface than a client would.</summary>
    Undecided,

    /// <summary>They have the same verdict, decided at the same hop, and the same way there.</summary>
    Same,

    /// <summary>At least one thing differs.</summary>
    Different,
}
