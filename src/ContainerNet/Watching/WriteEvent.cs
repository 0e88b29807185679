namespace ContainerNet.Watching;

/// <summary>A process that wrote to a kernel setting.</summary>
/// <param name="At">When the kernel said so, which is after the write.</param>
/// <param name="Key">The setting.</param>
/// <param name="By">The process.</param>
internal sealed record WriteEvent(DateTimeOffset At, string Key, SeenProcess By);
