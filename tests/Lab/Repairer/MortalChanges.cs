using System.Diagnostics;
using ContainerNet.Hosting;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Lab.Repairer;

/// <summary>Changes this machine until its process is killed, really: SIGKILL, before or amid a change of a given number.</summary>
internal sealed class MortalChanges(IChangeHost host, int dieAt, bool amid) : IChangeHost
{
    /// <summary>Changes made so far.</summary>
    public int Count { get; private set; }

    public DateTimeOffset Now => host.Now;

    public string? NetworkNamespace => host.NetworkNamespace;

    public string? ReadSetting(string key) => host.ReadSetting(key);

    public string? ReadFile(string path) => host.ReadFile(path);

    public IReadOnlyList<string> ListFiles(string folder) => host.ListFiles(folder);

    public IDisposable? TryLock(string path) => host.TryLock(path);

    public void WriteSetting(string key, string value)
    {
        Pass();
        host.WriteSetting(key, value);
    }

    public void WriteFile(string path, string content, int mode)
    {
        Pass();
        host.WriteFile(path, content, mode);
    }

    public void RemoveFile(string path)
    {
        Pass();
        host.RemoveFile(path);
    }

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        if (command.Input is null)
        {
            return host.RunAsync(command, cancellationToken);
        }

        if (!amid)
        {
            Pass();
            return host.RunAsync(command, cancellationToken);
        }

        // It has been started, and gets its text, when the task is there.
        Task<CommandResult> work = host.RunAsync(command, cancellationToken);
        Pass();
        return work;
    }

    private void Pass()
    {
        if (Count++ == dieAt)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill(); // SIGKILL
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
