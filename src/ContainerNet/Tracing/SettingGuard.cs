using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Tracing;

/// <summary>
/// Changes a kernel setting of the calling thread's network namespace for a while. What puts it back is a dd that holds
/// the setting open and waits on a pipe from us with the earlier value in it: it writes when our end of the pipe
/// closes, which it does however we end, kill -9 included. It ignores the signals that a terminal or a service manager
/// sends to both of us.
/// </summary>
internal sealed class SettingGuard : IDisposable
{
    private const int MostBytes = 64; // dd's block; the kernel's names of log backends are shorter
    private const int WaitMs = 5000;
    private const int PauseMs = 2;

    private static readonly string[] s_folders = ["/usr/bin", "/bin"];

    private readonly Process _guard;
    private readonly SafeFileHandle _setting;
    private readonly SettingChange _change;
    private readonly ISettingJournal? _journal;
    private string? _record;

    private SettingGuard(Process guard, SafeFileHandle setting, SettingChange change, ISettingJournal? journal)
    {
        _guard = guard;
        _setting = setting;
        _change = change;
        _journal = journal;
    }

    /// <summary>Changes it, unless it is so already.</summary>
    /// <param name="key">The key with dots.</param>
    /// <param name="value">The value to set.</param>
    /// <param name="journal">Where the earlier value is written down before; null for nowhere.</param>
    /// <returns>Null when there was nothing to change.</returns>
    /// <exception cref="ContainerNetException">TraceUnsupported, PermissionDenied, ToolMissing; then nothing is
    /// changed.</exception>
    public static SettingGuard? Hold(string key, string value, ISettingJournal? journal)
    {
        string path = KernelSetting.PathOf(key);
        SafeFileHandle setting = Open(path, key);
        Process? process = null;
        SettingGuard? guard = null;
        try
        {
            string before = Read(setting);
            if (before == value)
            {
                setting.Dispose();
                return null;
            }

            string place = PlaceOf("thread-self") ?? "";

            // Through our descriptor it opens the setting of this namespace from any other. And threads inherit the
            // namespace of the one that makes them: those made for the first process must not get this one.
            string own = $"/proc/{Environment.ProcessId}/fd/{setting.DangerousGetHandle()}";
            process = NamespaceThread.Run(Environment.ProcessId, () => Start(own, before));
            AwaitReady(process, path);
            guard = new SettingGuard(process, setting, new SettingChange(key, before, value, place), journal);
            guard.Change();
            return guard;
        }
        catch when (guard is not null)
        {
            guard.Dispose();
            throw;
        }
        catch
        {
            Stop(process);
            setting.Dispose();
            throw;
        }
    }

    /// <summary>Puts the earlier value back, unless somebody else has set another meanwhile.</summary>
    public void Dispose()
    {
        if (_setting.IsClosed)
        {
            return;
        }

        try
        {
            if (Read(_setting) == _change.Value)
            {
                _guard.StandardInput.Close();
                if (!_guard.WaitForExit(WaitMs) || Read(_setting) == _change.Value)
                {
                    Write(_change.Before);
                }
            }

            if (_record is not null && Read(_setting) != _change.Value)
            {
                _journal?.End(_record);
            }
        }
        catch (IOException)
        {
            // The namespace is gone, and the setting with it.
        }
        finally
        {
            Stop(_guard);
            _setting.Dispose();
        }
    }

    private static SafeFileHandle Open(string path, string key)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ContainerNetException(
                Problem.PermissionDenied, key, $"{key} cannot be changed: permission denied. Run as root.", e);
        }
        catch (IOException e)
        {
            throw new ContainerNetException(
                Problem.TraceUnsupported, key, $"This kernel has no setting {key}: {e.Message}", e);
        }
    }

    private static string Read(SafeFileHandle setting)
    {
        byte[] bytes = new byte[MostBytes];
        int length = RandomAccess.Read(setting, bytes, 0);
        return Encoding.ASCII.GetString(bytes, 0, length).Trim();
    }

    private static Process Start(string path, string before)
    {
        string env = Locate("env"), dd = Locate("dd");
        ProcessStartInfo start = new(env)
        {
            // All three, so that the runtime leaves the terminal alone.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        string[] arguments =
        [
            "--ignore-signal=HUP,INT,QUIT,TERM",
            dd, $"of={path}", "bs=64", "iflag=fullblock", "conv=notrunc", "status=none",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Write(before + "\n");
            process.StandardInput.Flush();
            return process;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new ContainerNetException(
                Problem.ToolFailed, dd, $"dd, which is to put {path} back, could not be started: {e.Message}", e);
        }
    }

    private static string Locate(string program) =>
        s_folders.Select(f => $"{f}/{program}").FirstOrDefault(File.Exists)
        ?? throw new ContainerNetException(
            Problem.ToolMissing, program, $"The program {program} (coreutils) is not installed.");

    /// <summary>Waits until it has the setting open.</summary>
    private static void AwaitReady(Process process, string path)
    {
        long end = Environment.TickCount64 + WaitMs;
        while (new FileInfo($"/proc/{process.Id}/fd/1").LinkTarget != path)
        {
            if (process.WaitForExit(PauseMs) || Environment.TickCount64 > end)
            {
                throw new ContainerNetException(
                    Problem.ToolFailed, "dd", $"dd does not hold {path}, which is left as it is: {WordsOf(process)}");
            }
        }
    }

    private static string WordsOf(Process process) =>
        process.HasExited ? process.StandardError.ReadToEnd().Trim() : "it is not ready";

    private static string? PlaceOf(string process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget;

    private static void Stop(Process? process)
    {
        if (process is null)
        {
            return;
        }

        try
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself meanwhile.
        }

        process.Dispose();
    }

    private void Change()
    {
        _record = _journal?.Begin(_change);
        try
        {
            Write(_change.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerNetException(
                Problem.TraceUnsupported, _change.Key,
                $"{_change.Key} could not be set to {_change.Value}: {e.Message}", e);
        }

        if (Read(_setting) != _change.Value)
        {
            throw new ContainerNetException(
                Problem.TraceUnsupported, _change.Key, $"{_change.Key} does not stay {_change.Value}.");
        }
    }

    private void Write(string value) => RandomAccess.Write(_setting, Encoding.ASCII.GetBytes(value + "\n"), 0);
}
