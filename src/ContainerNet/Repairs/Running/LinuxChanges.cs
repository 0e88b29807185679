using System.Runtime.Versioning;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Running;

/// <summary>Changes this machine, or a tree under another root in tests.</summary>
public sealed class LinuxChanges : IChangeHost
{
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly IHost _host;
    private readonly string _root;
    private WeakReference<FileStream>? _lock; // whoever took it ends it

    /// <summary>Changes files under a root; commands run on the host itself.</summary>
    public LinuxChanges(IHost host, string root = "/")
    {
        _host = host;
        _root = root.TrimEnd('/');
    }

    /// <inheritdoc/>
    public DateTimeOffset Now => _host.Now;

    /// <inheritdoc/>
    public string? NetworkNamespace => new FileInfo("/proc/thread-self/ns/net").LinkTarget;

    /// <inheritdoc/>
    public string? ReadSetting(string key)
    {
        string path = SettingPath(key);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(key, $"{path} could not be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void WriteSetting(string key, string value)
    {
        string path = SettingPath(key);
        try
        {
            // In place: a file under /proc/sys can be neither made nor replaced.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(s_utf8.GetBytes(value + "\n"));
            stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(key, $"{key} could not be set to {value}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public string? ReadFile(string path)
    {
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            FileInfo file = new(full);
            if (!file.Exists)
            {
                return null;
            }

            return file.Length > MostBytes
                ? throw Conflict(path, $"{path} is {file.Length} bytes long, which no file of this program is.")
                : File.ReadAllText(full, s_utf8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, $"{path} could not be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void WriteFile(string path, string content, int mode)
    {
        const int Bits = 0x1ff;
        if (mode == FileStep.AsItIs)
        {
            WriteLike(path, content, path);
        }
        else
        {
            Write(path, content, _ => new FileRights(mode & Bits));
        }
    }

    /// <summary>Writes a file as <see cref="WriteFile"/> does, with mode and owner of another one, or of itself.</summary>
    /// <exception cref="ContainerNetException">It could not be written: RepairStepFailed, RepairConflict, PermissionDenied.</exception>
    public void WriteLike(string path, string content, string like)
    {
        bool isBeside = Path.GetDirectoryName(like) == Path.GetDirectoryName(path);
        Write(path, content, folder => isBeside ? folder.RightsOf(Path.GetFileName(like)) : PinnedFolder.RightsOfAny(Full(like)));
    }

    /// <inheritdoc/>
    public void RemoveFile(string path)
    {
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            if (Directory.Exists(Path.GetDirectoryName(full)))
            {
                using PinnedFolder folder = FolderOf(path);
                folder.Remove(Path.GetFileName(path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, $"{path} could not be removed: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string folder)
    {
        string full = Full(folder);
        try
        {
            return Directory.Exists(full)
                ? [.. Directory.GetFiles(full).Select(f => f[_root.Length..]).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(folder, $"{folder} could not be listed: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            MakeFolder(Path.GetDirectoryName(full)!);

            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux: it ends with the process, however that ends.
            FileStream held = new(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _lock = new WeakReference<FileStream>(held);
            return held;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ContainerNetException(
                Problem.PermissionDenied, path, $"{path} could not be locked: {e.Message} Run as root.", e);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        // A transaction goes on when we are killed. It takes the lock along, so that whoever comes next waits for its end
        // and does not read rules that it is about to change. Other programs do not: one that leaves a daemon behind
        // would keep the lock for ever.
        FileStream? held = null;
        _lock?.TryGetTarget(out held);
        if (command.Input is null || held is null or { SafeFileHandle.IsClosed: true })
        {
            return _host.RunAsync(command, cancellationToken);
        }

        DescriptorFlags.Inherit(held.SafeFileHandle, inherited: true);
        try
        {
            return _host.RunAsync(command, cancellationToken);
        }
        finally
        {
            DescriptorFlags.Inherit(held.SafeFileHandle, inherited: false);
        }
    }

    private void Write(string path, string content, Func<PinnedFolder, FileRights> rights)
    {
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            MakeFolder(Path.GetDirectoryName(full)!);
            using PinnedFolder folder = FolderOf(path);
            folder.Replace(Path.GetFileName(path), content, rights(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, $"{path} could not be written: {e.Message}", e);
        }
    }

    private PinnedFolder FolderOf(string path) => PinnedFolder.Open(_root, Path.GetDirectoryName(path)!);

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            MakeFolder(parent);
        }

        if (!IsUnix)
        {
            throw new PlatformNotSupportedException();
        }

        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder, mode);
        if (parent is not null)
        {
            using PinnedFolder above = PinnedFolder.Open(parent, "");
            above.Flush();
        }
    }

    /// <summary>Tells the analyzer too that file modes exist here.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    private static bool IsUnix => !OperatingSystem.IsWindows();

    /// <summary>No part of the path may be a link: whoever could make one would choose what we overwrite.</summary>
    private void RequireNoLink(string full, string path)
    {
        for (string? part = full; part is not null && part.Length > _root.Length; part = Path.GetDirectoryName(part))
        {
            FileInfo file = new(part);
            bool blocked = file.LinkTarget is not null || (part == full && Directory.Exists(part));
            if (blocked)
            {
                throw Conflict(path, $"{part[_root.Length..]} is a symbolic link or a folder; nothing is written there.");
            }
        }
    }

    private string Full(string path) =>
        path.StartsWith('/') && !path.Contains('\0') && !path.Split('/').Any(p => p is ".." or ".")
            ? _root + path
            : throw Conflict(path, $"{path} is not an absolute path.");

    private string SettingPath(string key)
    {
        string path = KernelSetting.PathOf(key);
        return path.Split('/').Skip(1).Any(p => p is "" or "." or ".." || p.Contains('\0')) || key.EndsWith('.')
            ? throw Conflict(key, $"{key} is not the name of a sysctl.")
            : _root + path;
    }

    private static ContainerNetException Failed(string target, string message, Exception inner) =>
        new(inner is UnauthorizedAccessException ? Problem.PermissionDenied : Problem.RepairStepFailed, target, message, inner);

    private static ContainerNetException Conflict(string target, string message) =>
        new(Problem.RepairConflict, target, message);
}
