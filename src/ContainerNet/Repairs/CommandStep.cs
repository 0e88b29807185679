using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>Runs the tool that owns a format, such as iptables-restore or busctl.</summary>
public sealed record CommandStep : RepairStep
{
    /// <summary>The command, with its input.</summary>
    public required CommandLine Command { get; init; }

    /// <summary>The command that takes it back, or null when nothing can.</summary>
    public required CommandLine? Inverse { get; init; }

    /// <summary>What must still hold before the command runs; when it does not, the plan is refused.</summary>
    public IReadOnlyList<CommandCheck> Before { get; init; } = [];

    /// <summary>What the command brings, to be found before its inverse runs: an inverse that writes a whole again would take what
    /// others have written since along. Empty where the inverse takes back by itself what is the step's own.</summary>
    public IReadOnlyList<CommandCheck> After { get; init; } = [];
}
