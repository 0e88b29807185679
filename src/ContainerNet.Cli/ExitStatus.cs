namespace ContainerNet.Cli;

/// <summary>What scripts learn from the exit status.</summary>
internal static class ExitStatus
{
    /// <summary>Looked, and found nothing above Info.</summary>
    internal const int Healthy = 0;

    /// <summary>Faults were found.</summary>
    internal const int Faults = 1;

    /// <summary>Could not look, or did not understand what was asked.</summary>
    internal const int CouldNotLook = 2;
}
