namespace ContainerNet.Repairs.Scheduling;

/// <summary>What a schedule may do about what it finds.</summary>
public enum SchedulePolicy
{
    /// <summary>Writes what it finds into the journal of systemd, and changes nothing.</summary>
    Report,

    /// <summary>Mends what it finds, and writes that into the journal of systemd.</summary>
    Repair,
}
