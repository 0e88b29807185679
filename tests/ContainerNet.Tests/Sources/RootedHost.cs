using ContainerNet.Hosting;

namespace ContainerNet.Sources;

/// <summary>A host whose files lie under a folder, as the kernel gives them: links are followed inside the folder.</summary>
internal sealed class RootedHost(string root = "") : IHost
{
    public bool IsRoot => Environment.IsPrivilegedProcess;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Netlink replies by message type; without them the running kernel is asked.</summary>
    public Func<ushort, IReadOnlyList<NetlinkMessage>>? Replies { get; init; }

    public FileReading ReadFile(string path)
    {
        string full = Follow(root + path, 0);
        try
        {
            return new FileReading { Status = FileStatus.Read, Content = File.ReadAllBytes(full) };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileReading { Status = FileStatus.Absent, Error = e.Message };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileReading { Status = FileStatus.Unreadable, Error = e.Message };
        }
    }

    public IReadOnlyList<string>? ListDirectory(string path)
    {
        EnumerationOptions everything = new() { AttributesToSkip = FileAttributes.None };
        string full = Follow(root + path, 0);
        return Directory.Exists(full)
            ? [.. new DirectoryInfo(full).EnumerateFileSystemInfos("*", everything).Select(e => e.Name)]
            : null;
    }

    public FileKind? KindOf(string path) => Directory.Exists(root + path) ? FileKind.Folder : File.Exists(root + path) ? FileKind.File : FileKind.Absent;

    public string? ReadLink(string path) => new FileInfo(root + path).LinkTarget;

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) =>
        throw new ContainerNetException(Problem.ToolMissing, command.Arguments[0], "not here");

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        throw new ContainerNetException(Problem.EngineUnreachable, socket, "not here");

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) =>
        Replies is null ? RouteSocket.Dump(messageType, header) : Replies(messageType);

    public IReadOnlyList<NetlinkMessage>? DumpTcpListeners(int processId) =>
        root.Length == 0 ? ListenerSocket.Dump(processId) : null;

    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places) =>
        root.Length == 0 ? NamespaceVisits.Ask(places) : null;

    public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) =>
        root.Length == 0 ? ConnectionSocket.Dump(status, limit) : null;

    private string Follow(string full, int depth)
    {
        if (root.Length == 0 || depth > 8 || new FileInfo(full).LinkTarget is not string target)
        {
            return full;
        }

        return Follow(
            target.StartsWith('/')
                ? (target == "/dev/null" ? target : root + target)
                : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, target)),
            depth + 1);
    }
}
