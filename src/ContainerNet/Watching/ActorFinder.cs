using ContainerNet.Model;

namespace ContainerNet.Watching;

/// <summary>Says who made a change: first what the kernel named, and only then what stands nearest, which is said to be no
/// more than that. Pure.</summary>
internal static class ActorFinder
{
    // The kernel tells of a write right after it, on another socket: what lies between is our own scheduling.
    private static readonly TimeSpan s_writeWindow = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_unitBefore = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_engineWindow = TimeSpan.FromSeconds(1);

    /// <summary>The actor, or null when nothing tells.</summary>
    public static ChangeActor? Of(Draft draft, ActorClues clues)
    {
        if (draft.By is { } named)
        {
            return Certain(named, draft.How ?? "the kernel names it", clues);
        }

        if (draft.Key is { } key && Writer(draft, key, clues.Writes) is { } write)
        {
            return Certain(write.By, $"the kernel names who wrote {write.Key}", clues);
        }

        return draft.Change.Kind switch
        {
            ChangeKind.Forwarding or ChangeKind.Setting => Started(draft, clues),
            ChangeKind.Link or ChangeKind.Address or ChangeKind.Route => ByEngine(draft, clues),
            _ => null,
        };
    }

    private static WriteEvent? Writer(Draft draft, string key, IReadOnlyList<WriteEvent> writes) => writes
        .Where(w => w.At >= draft.Change.When - s_writeWindow && w.At <= draft.Until + s_writeWindow && SettingState.IsSame(w.Key, key))
        .MinBy(w => (w.At - draft.Until).Duration());

    /// <summary>A process that has ended before it could be looked at may have left a line in the journal, or been the main
    /// process of a unit.</summary>
    private static ChangeActor Certain(SeenProcess process, string how, ActorClues clues)
    {
        JournalEntry? line = clues.Journal.LastOrDefault(l => l.ProcessId == process.ProcessId)?.Entry;
        string? byJournal = process.Unit is null ? line?.Unit : null;
        string? byMain = process.Unit is null ? clues.UnitOf(process.ProcessId) : null;
        string unitHow = process.Unit is not null ? ", its control group names the unit"
            : byMain is not null ? ", systemd names the unit by its main process"
            : byJournal is not null ? ", the journal names the unit" : "";
        return new ChangeActor
        {
            Process = process.Name.Length > 0 ? process.Name : line?.Source,
            ProcessId = process.ProcessId,
            ParentProcess = process.ParentName.Length > 0 ? process.ParentName : null,
            Unit = process.Unit ?? byMain ?? byJournal,
            IsCertain = true,
            How = how + unitHow,
        };
    }

    private static ChangeActor? Started(Draft draft, ActorClues clues)
    {
        List<string> units = [.. clues.Units
            .Where(u => u.State is "activating" or "reloading" && u.At >= draft.Change.When - s_unitBefore && u.At <= draft.Until)
            .Select(u => u.Unit)
            .Distinct(StringComparer.Ordinal)];
        return units is [string only]
            ? new ChangeActor { Unit = only, IsCertain = false, How = "no other unit was being started then; nothing names the process" }
            : null;
    }

    /// <summary>Names that engines give to bridges and cables.</summary>
    private static bool IsOfEngines(string subject) => s_names.Any(n => subject.Contains(n, StringComparison.Ordinal));

    private static readonly string[] s_names = ["veth", "br-", "docker", "podman", "cni"];

    private static ChangeActor? ByEngine(Draft draft, ActorClues clues)
    {
        if (!IsOfEngines(draft.Change.Subject))
        {
            return null;
        }

        Sighting? near = clues.Engines
            .Where(e => (e.At - draft.Change.When).Duration() <= s_engineWindow)
            .MinBy(e => (e.At - draft.Change.When).Duration());
        return near is null
            ? null
            : new ChangeActor { Process = near.Group, IsCertain = false, How = $"it told at the same time: {near.Words}" };
    }
}
