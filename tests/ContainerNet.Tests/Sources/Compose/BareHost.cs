using ContainerNet.Hosting;

namespace ContainerNet.Sources.Compose;

/// <summary>The files of this machine, without its environment; or texts in their place.</summary>
internal sealed class BareHost(params (string Path, string Text)[] files) : IHost
{
    public bool IsRoot => false;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public Dictionary<string, string> Variables { get; } = [];

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public FileReading ReadFile(string path)
    {
        foreach ((string known, string text) in files)
        {
            if (known == path)
            {
                return new FileReading { Status = FileStatus.Read, Content = System.Text.Encoding.UTF8.GetBytes(text) };
            }
        }

        return files.Length == 0 && File.Exists(path) ? new FileReading { Status = FileStatus.Read, Content = File.ReadAllBytes(path) }
            : new FileReading { Status = FileStatus.Absent, Error = "No such file or directory" };
    }

    public IReadOnlyList<string>? ListDirectory(string path)
    {
        string[] inside = [.. files.Where(f => f.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
            .Select(f => f.Path[(path.TrimEnd('/').Length + 1)..].Split('/')[0]).Distinct()];
        return inside.Length > 0 ? inside : files.Length == 0 && Directory.Exists(path)
            ? [.. Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p)!)] : null;
    }

    public string? ReadLink(string path) => null;

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
}
