using System.Globalization;
using ContainerNet.Comparing;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of snapshots and their differences call.</summary>
public static class SnapshotDisplay
{
    /// <summary>The engines with their versions.</summary>
    public static string Engines(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Display.Fit(string.Join(", ", snapshot.Engines.Select(e => $"{e.Name} {e.Version}")), 30);
    }

    /// <summary>How many host ports are published, whatever their families.</summary>
    public static int Ports(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return ContainerPorts.Of(snapshot).Select(p => (p.Container, p.HostPort, p.Protocol)).Distinct().Count();
    }

    /// <summary>What was not read.</summary>
    public static string Gaps(Snapshot snapshot, int before)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Gaps.Count == 0 ? "0" : Display.Wrap(
            $"{snapshot.Gaps.Count.ToString(CultureInfo.InvariantCulture)}: {string.Join(", ", snapshot.Gaps.Select(g => g.Source).Distinct())}", before);
    }

    /// <summary>The values, each with the hosts that have it.</summary>
    public static string Values(SnapshotDifference difference, int width)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return Display.Fit(string.Join('\n', difference.Values), width);
    }

    /// <summary>The paths that it changes: the first in full, then how many more.</summary>
    public static string Breaks(SnapshotDifference difference, int before)
    {
        ArgumentNullException.ThrowIfNull(difference);
        List<string> names = [.. difference.Breaks.Select(b => b.Path).Distinct(StringComparer.Ordinal)];
        return names.Count == 0 ? "-" : Display.Wrap(names.Count == 1 ? names[0] : $"{names[0]} and {names.Count - 1} more", before);
    }
}
