namespace ContainerNet.Watching;

/// <summary>Processes as they are, or as they were when they were started, where they have ended by now.</summary>
internal sealed class KnownProcesses(ProcessLook look, Recent<SeenProcess> started)
{
    /// <summary>PID_MAX_LIMIT; netlink ports that are no process ids lie far above.</summary>
    public const int MostId = 1 << 22;

    /// <summary>What is known of a process; its name is empty where nothing is.</summary>
    public SeenProcess At(int id)
    {
        SeenProcess now = look.At(id);
        return now.Name.Length > 0 ? now : started.Items.LastOrDefault(p => p.ProcessId == id) ?? now;
    }
}
