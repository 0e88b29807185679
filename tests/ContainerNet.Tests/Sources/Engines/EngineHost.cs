using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Engines;

/// <summary>A host made of files, links and engine replies that a test writes down.</summary>
internal sealed class EngineHost : IHost
{
    private readonly Dictionary<string, FileReading> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<HttpReply>> _replies = new(StringComparer.Ordinal);

    public bool IsRoot => true;

    public DateTimeOffset Now => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    internal List<string> Asked { get; } = [];

    internal EngineHost File(string path, string content) => Add(path, new FileReading
    {
        Status = FileStatus.Read,
        Content = Encoding.UTF8.GetBytes(content),
    });

    internal EngineHost Denied(string path) =>
        Add(path, new FileReading { Status = FileStatus.Denied, Error = "Permission denied" });

    internal EngineHost Socket(string path) =>
        Add(path, new FileReading { Status = FileStatus.Unreadable, Error = "No such device or address" });

    internal EngineHost Link(string path, string target)
    {
        _links[path] = target;
        return Socket(path);
    }

    internal EngineHost Set(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    /// <summary>By the end of the path, without the version: the API's first words are left to the engine.</summary>
    internal EngineHost Reply(string path, string body, int status = 200, Dictionary<string, string>? headers = null)
    {
        _replies[path] = () => new HttpReply { Status = status, Body = Encoding.UTF8.GetBytes(body), Headers = headers ?? [] };
        return this;
    }

    internal EngineHost Fails(string path, Problem problem)
    {
        _replies[path] = () => throw new ContainerNetException(problem, "/run/docker.sock", $"{problem} on {path}.");
        return this;
    }

    /// <summary>A daemon that answers and has nothing.</summary>
    internal static EngineHost WithEmptyDocker() => new EngineHost()
        .Socket("/run/docker.sock")
        .Reply("/_ping", "OK", headers: new() { ["api-version"] = "1.41" })
        .Reply("/info", """{"ServerVersion":"20.10.24"}""")
        .Reply("/networks", "[]")
        .Reply("/containers/json?all=1", "[]");

    public string? Variable(string name) => _variables.GetValueOrDefault(name);

    public FileReading ReadFile(string path) =>
        _files.GetValueOrDefault(path) ?? new FileReading { Status = FileStatus.Absent, Error = "No such file or directory" };

    public IReadOnlyList<string>? ListDirectory(string path) => _folders.GetValueOrDefault(path);

    public string? ReadLink(string path) => _links.GetValueOrDefault(path);

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) =>
        throw new ContainerNetException(Problem.ToolMissing, command.Arguments[0], "not here");

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => [];

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(path);
        }

        int version = path.StartsWith("/v1.", StringComparison.Ordinal) ? path.IndexOf('/', 1) : 0;
        return Task.Run(
            () => _replies.TryGetValue(path[version..], out Func<HttpReply>? reply)
                ? reply()
                : new HttpReply { Status = 404, Body = "{}"u8.ToArray() },
            cancellationToken);
    }

    private EngineHost Add(string path, FileReading reading)
    {
        _files[path] = reading;
        for (string below = path; Path.GetDirectoryName(below) is { } folder; below = folder)
        {
            if (!_folders.TryGetValue(folder, out List<string>? names))
            {
                _folders[folder] = names = [];
            }

            if (!names.Contains(Path.GetFileName(below)))
            {
                names.Add(Path.GetFileName(below));
            }
        }

        return this;
    }
}
