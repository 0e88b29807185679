using System.Globalization;

namespace ContainerNet.Hosting;

/// <summary>
/// The same host, with its programs in the network namespace of a process. nsenter(1) starts them: a thread of ours that had
/// entered the namespace would pass it on to every thread of the pool that is made while it starts one.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="processId">A process of the namespace.</param>
internal sealed class EnteredHost(IHost host, int processId) : IHost
{
    /// <inheritdoc/>
    public bool IsRoot => host.IsRoot;

    /// <inheritdoc/>
    public DateTimeOffset Now => host.Now;

    /// <inheritdoc/>
    public string? Variable(string name) => host.Variable(name);

    /// <inheritdoc/>
    public FileReading ReadFile(string path) => host.ReadFile(Inside(path));

    /// <inheritdoc/>
    public IReadOnlyList<string>? ListDirectory(string path) => host.ListDirectory(Inside(path));

    /// <inheritdoc/>
    public FileKind? KindOf(string path) => host.KindOf(Inside(path));

    public FileOwnership? OwnershipOf(string path) => host.OwnershipOf(Inside(path));

    /// <inheritdoc/>
    public string? ReadLink(string path) => host.ReadLink(path);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) =>
        host.RunAsync(Entered(command), cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(
        CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken) =>
        host.RunAsync(Entered(command), read, cancellationToken);

    /// <inheritdoc/>
    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        host.GetAsync(socket, path, limit, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header)
    {
        byte[] request = header.ToArray();
        return NamespaceThread.Run(processId, () => host.DumpRoute(messageType, request));
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage>? DumpTcpListeners(int process) => host.DumpTcpListeners(process);

    /// <inheritdoc/>
    public bool? DumpTables(TablesQuestion question, NetfilterAnswer take) =>
        host.DumpTables(question with { ProcessId = processId }, take);

    private CommandLine Entered(CommandLine command) => command with
    {
        Arguments =
        [
            "nsenter", string.Create(CultureInfo.InvariantCulture, $"--net=/proc/{processId}/ns/net"), "--",
            .. command.Arguments,
        ],
    };

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places) =>
        host.AskNamespaces(places);

    /// <summary>/proc/net leads to the namespace of who reads it, which is not the one that we mean.</summary>
    private string Inside(string path)
    {
        const string Net = "/proc/net/";
        return path.StartsWith(Net, StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/net/{path.AsSpan(Net.Length)}")
            : path;
    }
}
