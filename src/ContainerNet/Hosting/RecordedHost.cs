using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerNet.Hosting;

/// <summary>Answers as a host did when it was recorded. What was not asked then is absent, not installed or unreachable.</summary>
public sealed class RecordedHost : IHost
{
    private readonly HostRecording _recording;

    internal RecordedHost(HostRecording recording) => _recording = recording;

    /// <inheritdoc/>
    public bool IsRoot => _recording.IsRoot;

    /// <inheritdoc/>
    public DateTimeOffset Now => _recording.Now;

    /// <summary>Plays back what <see cref="RecordingHost.ToJson"/> wrote.</summary>
    /// <exception cref="ContainerNetException">SnapshotUnreadable.</exception>
    public static RecordedHost FromJson(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            return new RecordedHost(JsonSerializer.Deserialize(json, HostRecordingJson.Default.HostRecording)
                ?? throw new JsonException("null is no recording."));
        }
        catch (JsonException error)
        {
            throw new ContainerNetException(
                Problem.SnapshotUnreadable, source, $"{source} is not a recording of a host: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public string? Variable(string name) => _recording.Variables.GetValueOrDefault(name);

    /// <inheritdoc/>
    public FileReading ReadFile(string path) => _recording.Files.TryGetValue(path, out RecordedReading? file)
        ? new FileReading { Status = (FileStatus)file.Status, Content = file.Content(), Error = file.Error ?? "" }
        : new FileReading { Status = FileStatus.Absent, Error = "No such file or directory" };

    /// <inheritdoc/>
    public IReadOnlyList<string>? ListDirectory(string path) => _recording.Directories.GetValueOrDefault(path);

    /// <inheritdoc/>
    public DateTimeOffset? ModifiedAt(string path) => _recording.Modified.GetValueOrDefault(path);

    /// <inheritdoc/>
    public FileKind? KindOf(string path) => _recording.Kinds.GetValueOrDefault(path);

    /// <inheritdoc/>
    public string? ReadLink(string path) => _recording.Links.GetValueOrDefault(path);

    /// <inheritdoc/>
    public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        string program = command.Arguments[0];
        RecordedReading run = Answer(_recording.Commands, command.ToString(), program,
            Problem.ToolMissing, $"The program {program} is not installed.");
        return Task.FromResult(new CommandResult
        {
            ExitCode = run.Status,
            Output = Encoding.UTF8.GetString(run.Content()),
            Error = run.Error ?? "",
        });
    }

    /// <inheritdoc/>
    public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        RecordedReading reply = Answer(_recording.Gets, HostRecording.GetKey(socket, path), socket,
            Problem.EngineUnreachable, $"{socket} does not take connections: No such file or directory.");
        return Task.FromResult(new HttpReply
        {
            Status = reply.Status,
            Body = reply.Content(),
            Headers = reply.Headers ?? [],
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) =>
        _recording.Routes.TryGetValue(HostRecording.RouteKey(messageType, header), out IReadOnlyList<string>? messages)
            ? [.. messages.Select(Message)]
            : [];

    /// <inheritdoc/>
    public bool? DumpTables(TablesQuestion question, NetfilterAnswer take)
    {
        if (!_recording.Tables.TryGetValue(HostRecording.TablesKey(question), out IReadOnlyList<string>? answers))
        {
            return null;
        }

        foreach (NetlinkMessage answer in answers.Select(Message))
        {
            take((byte)answer.Type, answer.Payload);
        }

        return true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places)
    {
        List<NamespaceAnswers> all = [];
        foreach (NamespaceQuestions place in places)
        {
            List<NetlinkAnswer> answers = [];
            foreach (NetlinkQuestion question in place.Questions)
            {
                string key = HostRecording.NamespaceKey(place.ProcessId, question);
                if (!_recording.Namespaces.TryGetValue(key, out RecordedAnswer? answer))
                {
                    return null;
                }

                answers.Add(new NetlinkAnswer(answer.Messages?.Select(Message).ToList(), answer.Refusal));
            }

            all.Add(new NamespaceAnswers(answers, null));
        }

        return all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) =>
        _recording.Connections.GetValueOrDefault(HostRecording.ConnectionKey(status, limit))?.Select(Message).ToList();

    private static RecordedReading Answer(
        ConcurrentDictionary<string, RecordedReading> answers, string key, string target, Problem problem, string message)
    {
        if (!answers.TryGetValue(key, out RecordedReading? answer))
        {
            throw new ContainerNetException(problem, target, message);
        }

        return answer.Problem is Problem recorded
            ? throw new ContainerNetException(recorded, target, answer.Error ?? message)
            : answer;
    }

    private static NetlinkMessage Message(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return new NetlinkMessage(
            ushort.Parse(text.AsSpan(0, Math.Max(colon, 0)), CultureInfo.InvariantCulture),
            Convert.FromBase64String(text[(colon + 1)..]));
    }
}
