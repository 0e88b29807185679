using System.Text;

namespace ContainerNet.Hosting;

/// <summary>
/// The host as sources see it: files, programs, unix sockets and netlink, and nothing else. Reading through it changes nothing.
/// Members throw <see cref="ContainerNetException"/> for what a caller cannot expect, and report in their result what it can
/// (a file that is absent or unreadable, a program that ends with an error).
/// </summary>
public interface IHost
{
    /// <summary>Are we root, so that everything should be readable?</summary>
    bool IsRoot { get; }

    /// <summary>The clock of the host.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A variable of this process's environment, such as DOCKER_HOST; null when it is not set.</summary>
    string? Variable(string name) => null;

    /// <summary>Reads a whole file; never throws for what a file system can do.</summary>
    FileReading ReadFile(string path);

    /// <summary>Reads the end of a file that may be of any length, such as a log; never throws for what a file system can do.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How many bytes at the most.</param>
    FileReading ReadEnd(string path, int limit)
    {
        FileReading all = ReadFile(path);
        return all.Content.Length <= limit ? all : all with { Content = all.Content[^limit..] };
    }

    /// <summary>Names in a directory, unsorted; null when it is not there or not readable.</summary>
    IReadOnlyList<string>? ListDirectory(string path);

    /// <summary>When the content of a file or folder was last changed, links followed; null when it is not there or not readable.</summary>
    DateTimeOffset? ModifiedAt(string path) => null;

    /// <summary>What is at a path, links followed; null when it cannot be told, and from a host that was recorded without it.</summary>
    FileKind? KindOf(string path) => null;

    /// <summary>Whose a file or folder is, links followed; null when it is not there or cannot be told.</summary>
    FileOwnership? OwnershipOf(string path) => null;

    /// <summary>The text of a symbolic link; null when the path is none or not readable.</summary>
    string? ReadLink(string path);

    /// <summary>Runs a program without a shell, with LC_ALL=C.</summary>
    /// <exception cref="ContainerNetException">ToolMissing, TimedOut.</exception>
    Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken);

    /// <summary>Runs a program and hands over what it prints piece by piece, while it runs: for what is long. The pieces hold only
    /// during the call, and the result has no output. What a program printed before it failed is handed over as well.</summary>
    /// <exception cref="ContainerNetException">ToolMissing, TimedOut.</exception>
    async Task<CommandResult> RunAsync(
        CommandLine command, Action<ReadOnlySpan<byte>> read, CancellationToken cancellationToken)
    {
        CommandResult result = await RunAsync(command, cancellationToken);
        read(Encoding.UTF8.GetBytes(result.Output));
        return result with { Output = "" };
    }

    /// <summary>GET on a unix socket.</summary>
    /// <exception cref="ContainerNetException">EngineUnreachable, PermissionDenied, TimedOut, EngineReplyInvalid.</exception>
    Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Sends one rtnetlink dump request and returns the payloads (from the family header on) of its replies with
    /// their message types. A dump that the kernel marks as interrupted is asked for again.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header);

    /// <summary>
    /// Asks the kernel for the TCP sockets that listen in the network namespace of a process (sock_diag(7), struct
    /// inet_diag_msg). Null where it cannot be asked without loading a module, or from a host that was recorded:
    /// the caller reads /proc/PID/net/tcp instead, which walks every connection of the machine and takes far longer.
    /// </summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, NetlinkRefused.</exception>
    IReadOnlyList<NetlinkMessage>? DumpTcpListeners(int processId) => null;

    /// <summary>
    /// Asks nf_tables for everything of a kind, and hands over each answer from its attributes on, which hold only during the
    /// call. Null where it cannot be asked without loading a module, or from a host that
    /// was recorded without; false when somebody changed the rules meanwhile.
    /// </summary>
    /// <param name="question">What is asked for.</param>
    /// <param name="take">Takes the family and the attributes.</param>
    /// <exception cref="ContainerNetException">NamespaceNotFound, NetlinkRefused.</exception>
    bool? DumpTables(TablesQuestion question, NetfilterAnswer take) => null;

    /// <summary>
    /// Asks the kernel several things in each of some network namespaces; the answers come in the order of the places. Null
    /// from a host that cannot say, such as one that was recorded before there were such questions.
    /// </summary>
    IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places) => null;

    /// <summary>
    /// Asks for tracked connections of the host (conntrack(8)) whose status has all of some bits, as messages of
    /// IPCTNL_MSG_CT_NEW; those of connection zones are among them. Reading ends when there are more than the limit.
    /// Null where asking would load a module, and from a host that was recorded without them.
    /// </summary>
    /// <param name="status">Bits of IPS_... that must be set.</param>
    /// <param name="limit">How many to read; one more is given back where there are more.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) => null;
}
