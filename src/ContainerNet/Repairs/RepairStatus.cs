namespace ContainerNet.Repairs;

/// <summary>What became of a repair.</summary>
public enum RepairStatus
{
    /// <summary>Shown only (-WhatIf) or declined.</summary>
    Planned,

    /// <summary>Done, and the finding is gone.</summary>
    Repaired,

    /// <summary>There was nothing to do.</summary>
    NotNeeded,

    /// <summary>Done, and the finding is still there.</summary>
    StillBroken,

    /// <summary>A step failed; the steps before it were undone.</summary>
    RolledBack,

    /// <summary>No safe repair is known; the remedy in words stands in the finding.</summary>
    Unsupported,

    /// <summary>Taken back by Undo-ContainerNetRepair.</summary>
    Undone,

    /// <summary>Under way in another process.</summary>
    Running,

    /// <summary>Killed or stuck in the middle; Undo-ContainerNetRepair puts the host back to where it was.</summary>
    Interrupted,
}
