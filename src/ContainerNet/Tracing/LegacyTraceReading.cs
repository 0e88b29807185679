namespace ContainerNet.Tracing;

/// <summary>What a message of the packet log was.</summary>
internal enum LegacyTraceReading
{
    /// <summary>A TRACE line.</summary>
    Entry,

    /// <summary>Another rule's log line: group 0 is what NFLOG takes when a rule names none.</summary>
    Foreign,

    /// <summary>A TRACE line that cannot be understood, or no message at all.</summary>
    Malformed,
}
