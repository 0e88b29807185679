namespace ContainerNet.Hosting;

/// <summary>What the kernel said in one network namespace.</summary>
/// <param name="Answers">The answers, in the order of the questions; null when the namespace could not be entered.</param>
/// <param name="Failure">Why it could not be entered; else null.</param>
public sealed record NamespaceAnswers(IReadOnlyList<NetlinkAnswer>? Answers, string? Failure);
