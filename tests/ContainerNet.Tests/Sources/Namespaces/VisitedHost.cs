using System.Collections.Concurrent;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Namespaces;

/// <summary>A host whose namespaces answer as the test says; everything else is as the other host has it.</summary>
internal sealed class VisitedHost(IHost host, Func<NetlinkQuestion, NetlinkAnswer> answer) : IHost
{
    private int _visits;

    /// <summary>Tracked connections; null where they cannot be had.</summary>
    public IReadOnlyList<NetlinkMessage>? Connections { get; init; }

    /// <summary>The commands that were run.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    public int Visits => _visits;

    public bool IsRoot => host.IsRoot;

    public DateTimeOffset Now => host.Now;

    public string? Variable(string name) => host.Variable(name);

    public FileReading ReadFile(string path) => host.ReadFile(path);

    public IReadOnlyList<string>? ListDirectory(string path) => host.ListDirectory(path);

    public string? ReadLink(string path) => host.ReadLink(path);

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        Commands.Enqueue(command.ToString());
        return host.RunAsync(command, cancellationToken);
    }

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        host.GetAsync(socket, path, limit, cancellationToken);

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => host.DumpRoute(messageType, header);

    public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) => Connections;

    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places)
    {
        Interlocked.Increment(ref _visits);
        return [.. places.Select(p => new NamespaceAnswers([.. p.Questions.Select(answer)], null))];
    }
}
