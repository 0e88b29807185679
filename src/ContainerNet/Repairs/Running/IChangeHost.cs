using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>The few ways in which a repair touches a host. Everything else only reads.</summary>
public interface IChangeHost
{
    /// <summary>The host's clock.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The network namespace whose settings these are, such as net:[4026531840]; null when unknown.</summary>
    string? NetworkNamespace { get; }

    /// <summary>The value of a sysctl; null when there is no such key.</summary>
    string? ReadSetting(string key);

    /// <summary>Sets a sysctl at run time.</summary>
    /// <exception cref="ContainerNetException">The kernel refused: Problem.RepairStepFailed.</exception>
    void WriteSetting(string key, string value);

    /// <summary>The text of a file; null when there is none.</summary>
    /// <exception cref="ContainerNetException">A link or a folder is in the way: Problem.RepairConflict.</exception>
    string? ReadFile(string path);

    /// <summary>
    /// Writes a file whole and durably: a temporary file beside it, fsync, rename, fsync of the folder. Never through a
    /// symbolic link.
    /// </summary>
    /// <exception cref="ContainerNetException">It could not be written: Problem.RepairStepFailed or RepairConflict.</exception>
    void WriteFile(string path, string content, int mode);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    void RemoveFile(string path);

    /// <summary>The paths of the files in a folder, sorted; empty when there is no such folder.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>Takes the lock that keeps two repairs apart; null when another process holds it.</summary>
    IDisposable? TryLock(string path);

    /// <summary>Runs a command.</summary>
    Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken);
}
