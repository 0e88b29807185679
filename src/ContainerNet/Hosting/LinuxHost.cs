using System.IO.Enumeration;

namespace ContainerNet.Hosting;

/// <summary>The host that this process runs on.</summary>
public sealed class LinuxHost : IHost, IDisposable
{
    private readonly string _root;
    private readonly UnixHttpClient _http = new();

    /// <summary>The running host; or, for tests, one whose files and sockets lie under a folder.</summary>
    public LinuxHost(string root = "") => _root = root.TrimEnd('/');

    /// <inheritdoc/>
    public bool IsRoot => Environment.IsPrivilegedProcess;

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public FileReading ReadFile(string path) => FileReader.Read(_root + path);

    /// <inheritdoc/>
    public FileReading ReadEnd(string path, int limit) => FileReader.ReadEnd(_root + path, limit);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ListDirectory(string path)
    {
        string folder = _root + path;
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            // Names only: DirectoryInfo would make an object of each entry, and ask the kernel about it.
            return [.. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.FileName.ToString(), s_everything)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? ModifiedAt(string path) => FileReader.ModifiedAt(_root + path);

    /// <inheritdoc/>
    public FileKind? KindOf(string path) => FileReader.KindOf(_root + path);

    /// <inheritdoc/>
    public FileOwnership? OwnershipOf(string path) => FileReader.OwnershipOf(_root + path);

    /// <inheritdoc/>
    public string? ReadLink(string path) => FileReader.ReadLink(_root + path);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) =>
        ProgramRunner.RunAsync(command, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(
        CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken) =>
        ProgramRunner.RunAsync(command, read, cancellationToken);

    /// <inheritdoc/>
    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        _http.GetAsync(_root + socket, path, limit, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) =>
        RouteSocket.Dump(messageType, header);

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage>? DumpTcpListeners(int processId) =>
        _root.Length == 0 ? ListenerSocket.Dump(processId) : null;

    /// <inheritdoc/>
    public bool? DumpTables(TablesQuestion question, NetfilterAnswer take) => _root.Length > 0 ? null
        : question.ProcessId is int process ? NamespaceThread.Run(process, () => TablesSocket.Dump(question, take))
        : TablesSocket.Dump(question, take);

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places) =>
        _root.Length == 0 ? NamespaceVisits.Ask(places) : null;

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) =>
        _root.Length == 0 ? ConnectionSocket.Dump(status, limit) : null;

    /// <summary>Closes the connections to engines.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Hidden names too: a file is no less read for beginning with a dot.</summary>
    private static readonly EnumerationOptions s_everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
    };
}
