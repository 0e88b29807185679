using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerNet.Hosting;

/// <summary>Passes everything on to another host and notes it, for a fixture or a bug report. Environments and arguments of
/// containers are left out; all else is kept as it was read.</summary>
public sealed class RecordingHost(IHost inner) : IHost
{
    private readonly HostRecording _recording = new() { IsRoot = inner.IsRoot, Now = inner.Now };

    /// <inheritdoc/>
    public bool IsRoot => _recording.IsRoot;

    /// <inheritdoc/>
    public DateTimeOffset Now => _recording.Now;

    /// <summary>What was read so far, as JSON that <see cref="RecordedHost"/> plays back.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(_recording, HostRecordingJson.Default.HostRecording);

    /// <inheritdoc/>
    public string? Variable(string name)
    {
        string? value = inner.Variable(name);
        _recording.Variables[name] = value;
        return value;
    }

    /// <inheritdoc/>
    public FileReading ReadFile(string path)
    {
        FileReading reading = inner.ReadFile(path);
        _recording.Files[path] = RecordedReading.Of((int)reading.Status, reading.Content, reading.Error);
        return reading;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? ListDirectory(string path)
    {
        IReadOnlyList<string>? names = inner.ListDirectory(path);
        _recording.Directories[path] = names;
        return names;
    }

    /// <inheritdoc/>
    public DateTimeOffset? ModifiedAt(string path)
    {
        DateTimeOffset? moment = inner.ModifiedAt(path);
        _recording.Modified[path] = moment;
        return moment;
    }

    /// <inheritdoc/>
    public FileKind? KindOf(string path)
    {
        FileKind? kind = inner.KindOf(path);
        _recording.Kinds[path] = kind;
        return kind;
    }

    /// <inheritdoc/>
    public string? ReadLink(string path)
    {
        string? target = inner.ReadLink(path);
        _recording.Links[path] = target;
        return target;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        string key = command.ToString();
        try
        {
            CommandResult result = await inner.RunAsync(command, cancellationToken);
            _recording.Commands[key] = RecordedReading.Of(
                result.ExitCode, Encoding.UTF8.GetBytes(result.Output), result.Error);
            return result;
        }
        catch (ContainerNetException error)
        {
            _recording.Commands[key] = RecordedReading.Of(error);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        string key = HostRecording.GetKey(socket, path);
        try
        {
            HttpReply reply = await inner.GetAsync(socket, path, limit, cancellationToken);
            _recording.Gets[key] = RecordedReading.Of(reply.Status, EngineSecrets.Remove(reply.Body)) with
            {
                Headers = new Dictionary<string, string>(reply.Headers, StringComparer.Ordinal),
            };
            return reply;
        }
        catch (ContainerNetException error)
        {
            _recording.Gets[key] = RecordedReading.Of(error);
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header)
    {
        IReadOnlyList<NetlinkMessage> messages = inner.DumpRoute(messageType, header);
        _recording.Routes[HostRecording.RouteKey(messageType, header)] = [.. messages.Select(HostRecording.Text)];
        return messages;
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamespaceAnswers>? AskNamespaces(IReadOnlyList<NamespaceQuestions> places)
    {
        IReadOnlyList<NamespaceAnswers>? all = inner.AskNamespaces(places);
        for (int place = 0; place < (all?.Count ?? 0); place++)
        {
            for (int index = 0; index < places[place].Questions.Count; index++)
            {
                string key = HostRecording.NamespaceKey(places[place].ProcessId, places[place].Questions[index]);
                NetlinkAnswer? answer = all![place].Answers?[index];
                _recording.Namespaces[key] = new RecordedAnswer
                {
                    Messages = answer?.Messages?.Select(HostRecording.Text).ToList(),
                    Refusal = answer is null ? all[place].Failure : answer.Refusal,
                };
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit)
    {
        IReadOnlyList<NetlinkMessage>? messages = inner.DumpConnections(status, limit);
        _recording.Connections[HostRecording.ConnectionKey(status, limit)] =
            messages?.Select(HostRecording.Text).ToList();
        return messages;
    }

    /// <inheritdoc/>
    public bool? DumpTables(TablesQuestion question, NetfilterAnswer take)
    {
        List<string> answers = [];
        bool? whole = inner.DumpTables(question, (from, attributes) =>
        {
            answers.Add(string.Create(CultureInfo.InvariantCulture, $"{from}:{Convert.ToBase64String(attributes)}"));
            take(from, attributes);
        });
        if (whole == true)
        {
            _recording.Tables[HostRecording.TablesKey(question)] = answers;
        }

        return whole;
    }
}
