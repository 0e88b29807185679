namespace ContainerNet.Hosting;

/// <summary>Why a command could not do its job. The member's name is the ErrorId that scripts see.</summary>
public enum Problem
{
    /// <summary>The engine's socket is absent, refuses or does not answer in time.</summary>
    EngineUnreachable,

    /// <summary>The engine answered with something that is not its API.</summary>
    EngineReplyInvalid,

    /// <summary>This user may not read or change it.</summary>
    PermissionDenied,

    /// <summary>A program that owns the format is not installed.</summary>
    ToolMissing,

    /// <summary>A program ended with an error.</summary>
    ToolFailed,

    /// <summary>Something took longer than allowed.</summary>
    TimedOut,

    /// <summary>The kernel refused a netlink request.</summary>
    NetlinkRefused,

    /// <summary>This kernel cannot tell which rules a packet meets, or another program takes what it tells.</summary>
    TraceUnsupported,

    /// <summary>A network namespace could not be entered or is gone.</summary>
    NamespaceNotFound,

    /// <summary>No container, network, port or engine of that name.</summary>
    TargetNotFound,

    /// <summary>A configuration file could not be read.</summary>
    ConfigUnreadable,

    /// <summary>A snapshot file is damaged or newer than this program.</summary>
    SnapshotUnreadable,

    /// <summary>This version or backend is not one that we can repair.</summary>
    RepairUnsupported,

    /// <summary>A step of a repair failed; what was done before it was undone.</summary>
    RepairStepFailed,

    /// <summary>Another repair is running, or the host has changed since the plan was made.</summary>
    RepairConflict,

    /// <summary>A project cannot be moved to another kind of network by edits that are certain.</summary>
    ConversionImpossible,
}
