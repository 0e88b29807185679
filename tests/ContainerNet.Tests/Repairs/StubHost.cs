using ContainerNet.Hosting;

namespace ContainerNet.Repairs;

/// <summary>A host whose commands are answered by a function; everything else is not there.</summary>
internal sealed class StubHost(Func<CommandLine, CommandResult> run) : IHost
{
    public List<string> Ran { get; } = [];

    public bool IsRoot => true;

    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    public static CommandResult Ok { get; } = new() { ExitCode = 0, Output = "", Error = "" };

    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        Ran.Add(command.ToString());
        return Task.FromResult(run(command));
    }

    public FileReading ReadFile(string path) => throw new NotSupportedException();

    public IReadOnlyList<string>? ListDirectory(string path) => throw new NotSupportedException();

    public string? ReadLink(string path) => throw new NotSupportedException();

    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
}
