using System.Globalization;
using ContainerNet.Watching;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of changes call.</summary>
public static class ChangeDisplay
{
    private const string Clock = "HH:mm:ss.fff";

    /// <summary>The time of day where the reader is, to the millisecond.</summary>
    public static string Time(DateTimeOffset when) => when.ToLocalTime().ToString(Clock, CultureInfo.InvariantCulture);

    /// <summary>The whole moment.</summary>
    public static string Moment(DateTimeOffset when) =>
        when.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);

    /// <summary>From what to what.</summary>
    public static string Values(NetChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Display.Clean($"{change.Before ?? "-"} -> {change.After ?? "-"}");
    }

    /// <summary>Who, and how that is known.</summary>
    public static string Actor(NetChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Actor is null ? "nothing tells" : Display.Clean($"{change.Actor} ({change.Actor.How})");
    }

    /// <summary>The lines of the journal, as journalctl prints them.</summary>
    public static string Journal(NetChange change, int before)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Display.Lines(change.Surroundings.Journal.Select(e => $"{Time(e.At)} {e.Source}: {e.Message}"), before);
    }

    /// <summary>The processes that were started.</summary>
    public static string Processes(NetChange change, int before)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Display.Lines(
            change.Surroundings.Processes.Select(p => p.StartedAt is { } at ? $"{Time(at)[..^1]} {p}" : $"{p}"), before);
    }

    /// <summary>What systemd did.</summary>
    public static string Units(NetChange change, int before)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Display.Lines(change.Surroundings.Units.Select(u => $"{Time(u.At)} {u}"), before);
    }

    /// <summary>The changes right before a finding came or went.</summary>
    public static string Because(IEnumerable<NetChange>? changes, int before) => Display.Lines(
        (changes ?? []).Take(5).Select(c => $"{Time(c.When)} {c.What}{(c.Actor is null ? "" : $" By {c.Actor}.")}"), before);
}
