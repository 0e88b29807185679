namespace ContainerNet.Tracing;

/// <summary>Takes what a trace socket delivers, in the order of the kernel; called by one thread.</summary>
internal interface ITraceSink
{
    /// <summary>A batch begins, or nothing has come for a while.</summary>
    /// <param name="timestamp">TimeProvider.System.GetTimestamp() of the moment when it was received.</param>
    void Tick(long timestamp);

    /// <summary>A trace event.</summary>
    void Event(in TraceEvent traced);

    /// <summary>The rule set was changed: what was read of it before may no longer name the rules of later events.</summary>
    /// <param name="portId">Netlink port of the one who did it.</param>
    /// <param name="program">The program, when the kernel tells.</param>
    void RulesChanged(uint portId, string? program);

    /// <summary>The kernel dropped events because its buffer was full, or a message could not be understood.</summary>
    void Lost();
}
