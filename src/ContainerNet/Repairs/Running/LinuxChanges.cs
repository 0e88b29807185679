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
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            MakeFolder(Path.GetDirectoryName(full)!);
            using PinnedFolder folder = PinnedFolder.Open(_root, Path.GetDirectoryName(path)!);
            Replace(folder, Path.GetFileName(path), content, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, $"{path} could not be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void RemoveFile(string path)
    {
        string full = Full(path);
        RequireNoLink(full, path);
        try
        {
            if (File.Exists(full) || File.Exists(TemporaryOf(full)))
            {
                File.Delete(full);
                File.Delete(TemporaryOf(full));
                DirectorySync.Flush(Path.GetDirectoryName(full)!);
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

    /// <summary>One name for each file, so that the next write takes away what a killed one left. Only who holds the lock
    /// writes a file, and the journal's have names of their own.</summary>
    private static string TemporaryOf(string full) =>
        Path.Combine(Path.GetDirectoryName(full) ?? "", $".containernet-{Path.GetFileName(full)}~");

    private static void Replace(PinnedFolder folder, string name, string content, int mode)
    {
        string temporary = folder.PathOf(TemporaryOf(name));
        try
        {
            bool keeps = mode == FileStep.AsItIs && IsUnix;
            File.Delete(temporary);
            WriteDurably(
                temporary, content, keeps && IsUnix ? (int)File.GetUnixFileMode(folder.PathOf(name)) : mode, keeps ? folder.OwnerOf(name) : null);
            folder.Rename(TemporaryOf(name), name);
            folder.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void WriteDurably(string path, string content, int mode, (uint User, uint Group)? owner)
    {
        if (!IsUnix)
        {
            throw new PlatformNotSupportedException();
        }

        UnixFileMode bits = (UnixFileMode)(mode & 0x1ff);

        // CreateNew is O_EXCL, which never follows a link; the mode is set again because the umask cuts it.
        using FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(s_utf8.GetBytes(content));
        if (owner is { } other)
        {
            PinnedFolder.Give(stream.SafeFileHandle, other);
        }

        File.SetUnixFileMode(stream.SafeFileHandle, bits);
        stream.Flush(flushToDisk: true);
    }

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
            DirectorySync.Flush(parent);
        }
    }

    /// <summary>Tells the analyzer too that file modes exist here.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    private static bool IsUnix => !OperatingSystem.IsWindows();

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says what is wrong; a hidden temporary file does no harm.
        }
    }

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
