using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>What is to be written otherwise in the file of a systemd service so that the container that it runs is made rightly.</summary>
/// <param name="Unit">The service.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Words">Words of its command, one behind the other, and what comes in the place of each of them.</param>
/// <param name="Network">A network mode (podman-run(1), --network) that is added; null when none is.</param>
/// <param name="Risk">Who may notice; empty when nobody.</param>
internal sealed record UnitEdit(ContainerUnit Unit, string What, IReadOnlyList<(IReadOnlyList<string> Old, IReadOnlyList<string> New)> Words, string? Network = null, string Risk = "")
{
    /// <summary>Is the file somebody's own, and systemd has read it as it is? What a package brought, its next version brings again.</summary>
    public bool IsPossible => Unit is { SourceFile: { } file, IsStale: false }
        && (Unit.User is null ? file.StartsWith("/etc/", StringComparison.Ordinal) : file.Contains("/.config/", StringComparison.Ordinal));

    /// <summary>The edit and what makes it count, for a person.</summary>
    public string Remedy(string otherwise) => Unit.SourceFile is null ? otherwise
        : $"{What} in {Unit.SourceFile}; then{(Unit.User is null ? "" : $" as {Unit.User}")}\n"
            + $"{Systemctl} daemon-reload && {Systemctl} restart {Unit.Name}";

    private string Systemctl => Unit.User is null ? "systemctl" : "systemctl --user";
}
