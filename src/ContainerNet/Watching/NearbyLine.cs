using ContainerNet.Model;

namespace ContainerNet.Watching;

/// <summary>A line of the journal with the process that wrote it.</summary>
/// <param name="Entry">The line.</param>
/// <param name="ProcessId">Its writer, 0 when the journal does not say.</param>
internal sealed record NearbyLine(JournalEntry Entry, int ProcessId);
