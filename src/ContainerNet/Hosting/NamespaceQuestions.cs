namespace ContainerNet.Hosting;

/// <summary>What to ask the kernel in one network namespace.</summary>
/// <param name="ProcessId">A process of the namespace.</param>
/// <param name="Questions">The questions; those that would load a module are not put.</param>
public sealed record NamespaceQuestions(int ProcessId, IReadOnlyList<NetlinkQuestion> Questions);
