using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Sources;

/// <summary>A host that answers the commands it was told, and has the files it was given; nothing else is installed.</summary>
internal sealed class ScriptedHost : IHost
{
    private readonly Dictionary<string, CommandResult> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileReading> _files = new(StringComparer.Ordinal);

    public List<string> Ran { get; } = [];

    public bool IsRoot { get; init; } = true;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public static string Fixture(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", path));

    public ScriptedHost Answer(string command, string output, int exitCode = 0, string error = "")
    {
        _commands[command] = new CommandResult { ExitCode = exitCode, Output = output, Error = error };
        return this;
    }

    public ScriptedHost With(string path, string content, FileStatus status = FileStatus.Read)
    {
        _files[path] = new FileReading { Status = status, Content = Encoding.UTF8.GetBytes(content), Error = status.ToString() };
        return this;
    }

    public FileReading ReadFile(string path) =>
        _files.GetValueOrDefault(path) ?? new FileReading { Status = FileStatus.Absent, Error = "No such file or directory" };

    public IReadOnlyList<string>? ListDirectory(string path)
    {
        string[] names = [.. _files.Keys
            .Where(file => file.StartsWith(path + "/", StringComparison.Ordinal) && file.IndexOf('/', path.Length + 1) < 0)
            .Select(file => file[(path.Length + 1)..])];
        return names.Length > 0 ? names : null;
    }

    public string? ReadLink(string path) => null;

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Ran)
        {
            Ran.Add(command.ToString());
        }

        return _commands.TryGetValue(command.ToString(), out CommandResult? result)
            ? Task.FromResult(result)
            : Task.FromException<CommandResult>(
                new ContainerNetException(Problem.ToolMissing, command.Arguments[0], command.Arguments[0] + " is not installed"));
    }

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
}
