namespace ContainerNet.Lab.Hosts;

/// <summary>What a command said, and how it ended.</summary>
/// <param name="Command">The command as it was given, for messages only.</param>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record CommandOutcome(string Command, int ExitStatus, string Output, string Error)
{
    /// <summary>Itself, or an exception that shows everything the command said.</summary>
    public CommandOutcome EnsureSuccess() =>
        ExitStatus == 0 ? this : throw new InvalidOperationException(ToString());

    /// <summary>The command with all its output, for failure messages.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        $"[{Command}] exit status {ExitStatus}",
        Output.TrimEnd(),
        Error.TrimEnd()).TrimEnd();
}
