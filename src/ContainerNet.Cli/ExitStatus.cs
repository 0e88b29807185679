namespace ContainerNet.Cli;

/// <summary>What scripts learn from the exit status.</summary>
internal static class ExitStatus
{
    /// <summary>Looked, and found nothing above Info.</summary>
    internal const int Healthy = 0;

    /// <summary>Faults were found.</summary>
    internal const int Faults = 1;

    /// <summary>The same repair was made too often within the hour, so that it was not made again.</summary>
    internal const int Stopped = 3;

    /// <summary>Could not look, or did not understand what was asked.</summary>
    internal const int CouldNotLook = 2;
}
