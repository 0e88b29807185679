namespace ContainerNet.Watching;

/// <summary>What became of a finding while the host was watched.</summary>
public enum FindingState
{
    /// <summary>It was there when the watching began.</summary>
    Present,

    /// <summary>It came.</summary>
    Appeared,

    /// <summary>It is there no longer.</summary>
    Gone,
}
