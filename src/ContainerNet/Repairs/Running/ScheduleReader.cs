using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Repairs.Running;

/// <summary>Reads what of a schedule is on the host.</summary>
public static class ScheduleReader
{
    /// <summary>The schedules of a host, by name.</summary>
    public static IReadOnlyList<string> Names(IHost host) =>
    [
        .. (host.ListDirectory(ScheduleUnits.Folder) ?? [])
            .Where(f => f.EndsWith(".service", StringComparison.Ordinal))
            .Select(f => f[..^".service".Length])
            .Where(n => Text(host, ScheduleUnits.ServicePath(n)) is { } text && ScheduleUnits.Parse(n, text) is not null)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one.</summary>
    /// <exception cref="ContainerNetException">There is no systemd to ask: ToolMissing, ToolFailed.</exception>
    public static async Task<ScheduleState> ReadAsync(IHost host, string name, CancellationToken cancellationToken)
    {
        ScheduleUnits.CheckName(name);
        ScheduleState state = new()
        {
            Service = Text(host, ScheduleUnits.ServicePath(name)),
            Timer = Text(host, ScheduleUnits.TimerPath(name)),
        };
        Dictionary<string, string> timer = await ShowAsync(host, $"{name}.timer", cancellationToken);
        Dictionary<string, string> service = await ShowAsync(host, $"{name}.service", cancellationToken);
        DateTimeOffset? lastRun = Time(service, "ExecMainStartTimestamp");
        return state with
        {
            Enabled = service.GetValueOrDefault("UnitFileState") == "enabled"
                && timer.GetValueOrDefault("UnitFileState") == "enabled"
                && timer.GetValueOrDefault("ActiveState") == "active",
            LastRun = lastRun,
            LastResult = lastRun is null ? "" : service.GetValueOrDefault("Result", ""),
            NextRun = Next(host, timer),
        };
    }

    private static async Task<Dictionary<string, string>> ShowAsync(
        IHost host, string unit, CancellationToken cancellationToken)
    {
        CommandLine command = CommandLine.Of(
            "systemctl", "show", "--no-pager", "--timestamp=unix",
            "--property=UnitFileState,ActiveState,Result,ExecMainStartTimestamp,NextElapseUSecMonotonic", unit);
        CommandResult result = await host.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
        {
            throw new ContainerNetException(
                Problem.ToolFailed, unit, $"systemd could not be asked about {unit}: {result.Error.Trim()}");
        }

        return result.Output.Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2)
            .DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
    }

    /// <summary>--timestamp=unix prints @ and seconds.</summary>
    private static DateTimeOffset? Time(Dictionary<string, string> unit, string property) =>
        unit.GetValueOrDefault(property) is ['@', .. string seconds]
        && long.TryParse(seconds, CultureInfo.InvariantCulture, out long at) && at > 0
            ? DateTimeOffset.FromUnixTimeSeconds(at)
            : null;

    /// <summary>A span since boot such as "1h 2min 3.5s" (systemd.time(7)); the boot is now less the time that it has run.</summary>
    private static DateTimeOffset? Next(IHost host, Dictionary<string, string> timer)
    {
        if (Span(timer.GetValueOrDefault("NextElapseUSecMonotonic", "")) is not { } since
            || Text(host, "/proc/uptime")?.Split(' ')[0] is not { } up
            || !double.TryParse(up, CultureInfo.InvariantCulture, out double seconds))
        {
            return null;
        }

        DateTimeOffset next = host.Now + since - TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.FromUnixTimeSeconds(next.ToUnixTimeSeconds());
    }

    /// <summary>A span as systemd prints it; null when it is none.</summary>
    internal static TimeSpan? Span(string text)
    {
        double seconds = 0;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words)
        {
            string number = new([.. word.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
            double? unit = word[number.Length..] switch
            {
                "us" => 1e-6,
                "ms" => 1e-3,
                "s" => 1,
                "min" => 60,
                "h" => 3600,
                "d" => 86400,
                "w" => 7 * 86400,
                "month" => 2629800,
                "y" => 31557600,
                _ => null,
            };
            if (unit is null || !double.TryParse(number, CultureInfo.InvariantCulture, out double value))
            {
                return null;
            }

            seconds += value * unit.Value;
        }

        return words.Length > 0 && seconds < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string? Text(IHost host, string path) => host.ReadFile(path) is { IsRead: true } file ? file.Text : null;
}
