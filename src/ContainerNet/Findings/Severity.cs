namespace ContainerNet.Findings;

/// <summary>How bad it is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing fails.</summary>
    Info,

    /// <summary>Something will fail, or is open that should not be.</summary>
    Warning,

    /// <summary>Something fails now.</summary>
    Error,
}
