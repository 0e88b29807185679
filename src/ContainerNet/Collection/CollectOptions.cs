using ContainerNet.Model;

namespace ContainerNet.Collection;

/// <summary>What to collect.</summary>
public sealed record CollectOptions
{
    /// <summary>The kinds of facts. Listeners of containers bring the engines with them.</summary>
    public FactKinds Kinds { get; init; } = FactKinds.All;

    /// <summary>A wildcard pattern of engine names, or null for every engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Sysctl keys to read beside those on which containers depend.</summary>
    public IReadOnlyList<string> SettingKeys { get; init; } = [];

    /// <summary>Whether every listener of a container gets its process. A diagnosis needs it only where a port is not
    /// served as it should be; a search through the processes of a hundred containers takes longer than all else there.</summary>
    public bool NameEveryListener { get; init; } = true;

    /// <summary>Names of containers whose own firewall rules are read in any case. For others they are read where a packet
    /// that comes in may meet them, and else only counted: programs are started for it.</summary>
    public IReadOnlyList<string> RulesOf { get; init; } = [];

    /// <summary>Ports of the host whose listeners are to have their processes: a search goes through every process of the machine.</summary>
    public IReadOnlyList<int> OwnersOf { get; init; } = [];

    /// <summary>Whether the texts of proxies' configurations are kept, for a repair to edit: each file is read a second time for it.</summary>
    public bool KeepTexts { get; init; }

    /// <summary>Is told what is being read.</summary>
    public IProgress<string>? Progress { get; init; }
}
