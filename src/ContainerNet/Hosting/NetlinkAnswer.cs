namespace ContainerNet.Hosting;

/// <summary>What the kernel said to a <see cref="NetlinkQuestion"/>.</summary>
/// <param name="Messages">The messages; null when there are none to be had.</param>
/// <param name="Refusal">Why not, in the kernel's words; null, with no messages, when the question was not put because the
/// kernel would have loaded a module for it.</param>
public sealed record NetlinkAnswer(IReadOnlyList<NetlinkMessage>? Messages, string? Refusal)
{
    /// <summary>Was the question not put, because the module that would answer is not loaded? Then there is nothing of what
    /// it keeps.</summary>
    public bool IsWithoutModule => Messages is null && Refusal is null;
}
