using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>Changes a host until the process "dies": from then on nothing happens any more.</summary>
internal sealed class DyingChanges(IChangeHost host, int survives) : IChangeHost
{
    private int _left = survives;

    public DateTimeOffset Now => host.Now;

    public string? NetworkNamespace => host.NetworkNamespace;

    public string? ReadSetting(string key) => host.ReadSetting(key);

    public string? ReadFile(string path) => host.ReadFile(path);

    public IReadOnlyList<string> ListFiles(string folder) => host.ListFiles(folder);

    public IDisposable? TryLock(string path) => host.TryLock(path);

    public void WriteSetting(string key, string value)
    {
        Live();
        host.WriteSetting(key, value);
    }

    public void WriteFile(string path, string content, int mode)
    {
        Live();
        host.WriteFile(path, content, mode);
    }

    public void RemoveFile(string path)
    {
        Live();
        host.RemoveFile(path);
    }

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        Live();
        return host.RunAsync(command, cancellationToken);
    }

    private void Live()
    {
        if (_left-- <= 0)
        {
            throw new InvalidOperationException("killed");
        }
    }
}
