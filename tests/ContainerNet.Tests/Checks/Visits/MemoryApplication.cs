using ContainerNet.Paths.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>An application of tests that is asked without a network.</summary>
internal sealed class MemoryApplication(Func<AppRequest, AppReply> answer) : IApplication
{
    public Task<VisitAnswer> AskAsync(string target, IReadOnlyList<KeyValuePair<string, string>> headers, bool isWebSocket, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] upgrade = isWebSocket ? [new("Upgrade", "websocket")] : [];
        AppReply reply = answer(new AppRequest(target, [.. headers, .. upgrade]));
        return Task.FromResult(new VisitAnswer
        {
            Status = reply.Status,
            Body = reply.IsEndless ? "" : reply.Body,
            Headers = [new("Content-Type", reply.Type), .. reply.Headers.Select(h => h.Split(": ", 2)).Select(h => new KeyValuePair<string, string>(h[0], h[1]))],
        });
    }
}
