using ContainerNet.Findings;

namespace ContainerNet.Cli;

/// <summary>Colours, where somebody sees them.</summary>
internal sealed record Palette(bool Colours)
{
    /// <summary>Colours on a terminal that wants them (no-color.org).</summary>
    internal static Palette ForTerminal() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb");

    internal string Paint(Severity severity) => severity switch
    {
        Severity.Error => Paint("31;1", "ERROR"),
        Severity.Warning => Paint("33;1", "WARNING"),
        _ => Paint("36", "INFO"),
    };

    internal string Bold(string text) => Paint("1", text);

    internal string Faint(string text) => Paint("2", text);

    private string Paint(string code, string text) => Colours ? $"\e[{code}m{text}\e[0m" : text;
}
