namespace ContainerNet.Repairs.Scheduling;

/// <summary>
/// Keeps a schedule from fighting somebody who breaks the same thing again and again: what has to be mended every few
/// minutes is not mended. Pure.
/// </summary>
public static class StormGuard
{
    /// <summary>How far back it looks.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>When the same repair was made within the window, the oldest first.</summary>
    /// <param name="plan">The repair. One with the same title, or of the same code and subject, is the same: a chain that is
    /// wiped may come up once by this code and once by that.</param>
    /// <param name="made">Plans of the journal that were carried out, with their times.</param>
    /// <param name="now">The time of now.</param>
    public static IReadOnlyList<DateTimeOffset> Recent(
        RepairPlan plan, IEnumerable<(RepairPlan Plan, DateTimeOffset At)> made, DateTimeOffset now) =>
    [
        .. made.Where(m => m.At > now - Window && m.At <= now && IsSame(plan, m.Plan)).Select(m => m.At).Order(),
    ];

    private static bool IsSame(RepairPlan one, RepairPlan other) => one.Title == other.Title
        || (one.Code == other.Code && one.Subject == other.Subject);
}
