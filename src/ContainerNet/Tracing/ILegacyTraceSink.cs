namespace ContainerNet.Tracing;

/// <summary>Takes TRACE lines in the order of the kernel; called by one thread.</summary>
internal interface ILegacyTraceSink
{
    /// <summary>A packet met a rule.</summary>
    /// <param name="entry">What was met.</param>
    /// <param name="timestamp">TimeProvider.System.GetTimestamp() of the moment when it was received.</param>
    void Entry(in LegacyTraceEntry entry, long timestamp);

    /// <summary>The kernel dropped lines because its buffer was full, or one could not be understood.</summary>
    void Lost();
}
