namespace ContainerNet.Hosting;

/// <summary>A host some of whose files are seen otherwise: as they would be after an edit, or as a container sees them. Everything but files
/// is refused.</summary>
/// <param name="inner">The host.</param>
/// <param name="read">What a file holds; null where it is as the host has it.</param>
/// <param name="list">What is in a folder; null where it is as the host has it.</param>
internal sealed class HostView(IHost inner, Func<string, FileReading?> read, Func<string, IReadOnlyList<string>?>? list = null) : IHost
{
    /// <inheritdoc/>
    public bool IsRoot => inner.IsRoot;

    /// <inheritdoc/>
    public DateTimeOffset Now => inner.Now;

    /// <inheritdoc/>
    public string? Variable(string name) => inner.Variable(name);

    /// <inheritdoc/>
    public FileReading ReadFile(string path) => read(path) ?? inner.ReadFile(path);

    /// <inheritdoc/>
    public IReadOnlyList<string>? ListDirectory(string path) => list is null ? inner.ListDirectory(path) : list(path);

    /// <inheritdoc/>
    public FileKind? KindOf(string path) => list is null ? inner.KindOf(path) : null;

    /// <inheritdoc/>
    public string? ReadLink(string path) => null;

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
}
