using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>Command lines of firewall-cmd, with their inverse.</summary>
internal static class FirewalldCommand
{
    private const string Tool = "firewall-cmd";

    /// <summary>Opens a port in a zone.</summary>
    public static CommandStep OpenPort(string zone, string port, bool permanent) => Step(
        $"Open {port} in zone {zone}, {Side(permanent)}",
        $"{port} of this host takes clients from every network of zone {zone}.",
        Line(zone, permanent, $"--add-port={port}"),
        Line(zone, permanent, $"--remove-port={port}"));

    /// <summary>Binds an interface to a zone.</summary>
    public static CommandStep Bind(string zone, string interfaceName, string? from, bool permanent) => Step(
        $"Bind {interfaceName} to zone {zone}, {Side(permanent)}",
        $"Zone {zone} decides about packets of {interfaceName} from now on.",
        Line(zone, permanent, $"--change-interface={interfaceName}"),
        from is null
            ? Line(zone, permanent, $"--remove-interface={interfaceName}")
            : Line(from, permanent, $"--change-interface={interfaceName}"));

    private static CommandStep Step(string description, string risk, CommandLine command, CommandLine inverse) => new()
    {
        Description = description,
        Risk = risk,
        Command = command,
        Inverse = inverse,
    };

    private static CommandLine Line(string zone, bool permanent, string action) => new()
    {
        Arguments = permanent ? [Tool, "--permanent", $"--zone={zone}", action] : [Tool, $"--zone={zone}", action],
        Limit = TimeSpan.FromSeconds(20),
    };

    private static string Side(bool permanent) => permanent ? "permanently" : "at run time";
}
