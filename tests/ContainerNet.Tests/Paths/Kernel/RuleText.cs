namespace ContainerNet.Paths.Kernel;

/// <summary>Rules as a tool loads them. The parts of a text that may be left out stand in lines of their own, so that what is left
/// when it is made smaller is still a rule set.</summary>
/// <param name="Tool">The command.</param>
/// <param name="Lines">The lines.</param>
internal sealed record RuleText(string[] Tool, IReadOnlyList<string> Lines)
{
    public string Text => string.Join('\n', Lines) + "\n";
}
