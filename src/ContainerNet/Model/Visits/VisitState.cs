namespace ContainerNet.Model.Visits;

/// <summary>How a step of a visit ended.</summary>
public enum VisitState
{
    /// <summary>As a browser needs it.</summary>
    Passed,

    /// <summary>Otherwise.</summary>
    Failed,

    /// <summary>It cannot be told.</summary>
    Unknown,
}
