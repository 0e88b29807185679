using System.Text.Json.Serialization;

namespace ContainerNet.Repairs.Running;

/// <summary>How far a repair came, as the journal says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RepairState>))]
public enum RepairState
{
    /// <summary>Written down; nothing has been changed.</summary>
    Planned,

    /// <summary>Under way. Found in a journal at rest: the run was killed.</summary>
    Running,

    /// <summary>All steps done.</summary>
    Done,

    /// <summary>A step failed and the steps before it were taken back.</summary>
    RolledBack,

    /// <summary>A step failed and taking the steps before it back failed as well.</summary>
    Stuck,

    /// <summary>Taken back later.</summary>
    Undone,
}
