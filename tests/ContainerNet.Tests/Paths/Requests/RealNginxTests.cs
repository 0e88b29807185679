using System.Globalization;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources;
using ContainerNet.Sources.Nginx;
using Xunit.Abstractions;

namespace ContainerNet.Paths.Requests;

/// <summary>Our answers against those of the real nginx, for configurations and requests at random.</summary>
[Collection(Alone.Name)]
public sealed class RealNginxTests(ITestOutputHelper output)
{
    private const int RequestsEach = 40;

    private static readonly int s_pairs = int.Parse(
        Environment.GetEnvironmentVariable("CONTAINERNET_NGINX_PAIRS") ?? "600", CultureInfo.InvariantCulture);

    private static readonly int s_seed = int.Parse(
        Environment.GetEnvironmentVariable("CONTAINERNET_NGINX_SEED") ?? "1", CultureInfo.InvariantCulture);

    private readonly List<string> _wrong = [];
    private int _compared, _unknown;

    [NginxFact]
    public void RandomRequests_AreAnsweredAsNginxAnswersThem()
    {
        for (int i = 0; _compared + _unknown < s_pairs; i++)
        {
            Compare(RealNginx.All[i % RealNginx.All.Count], s_seed * 100_000 + i);
        }

        output.WriteLine($"{_compared} pairs compared with {string.Join(", ", RealNginx.All)}; {_unknown} were Unknown");
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_compared} differ:\n{string.Join('\n', _wrong.Take(12))}");
        Assert.True(_unknown * 10 < _compared, $"{_unknown} of {_compared} are Unknown");
    }

    private void Compare(RealNginx nginx, int seed)
    {
        using TemporaryFolder folder = new();
        RandomProxy random = new(seed, folder.Path, absoluteRedirects: seed % 3 == 0);
        using RealNginx.Running running =
            nginx.Serve(folder.Path, random.Text, $"{folder.Path}/front.sock", $"{folder.Path}/other.sock");
        NginxPlace place = new() { ConfigurationFile = $"{folder.Path}/nginx.conf", Version = nginx.Version };
        Proxy proxy = NginxReader.Read(new RootedHost(), place);
        Assert.Empty(proxy.Problems);
        RequestResolver resolver = new(proxy);
        bool anyUnknown = false;
        for (int j = 0; j < RequestsEach; j++)
        {
            (string socket, string host, string target) = random.Request();
            RequestAnswer answer = resolver.Resolve(new ClientRequest
            {
                UnixPath = socket,
                Host = host,
                Target = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(target)),
                Headers = [new("Upgrade", "websocket"), new("X-Client", "c")],
            });

            // What is Unknown may write beyond a buffer of an old nginx (ScriptText), which is the end of it, then or later.
            anyUnknown |= answer.Outcome == RequestOutcome.Unknown;
            string expected = Real(socket, host, target);
            if (anyUnknown && (running.HasEnded || expected == "closed"))
            {
                return;
            }

            if (answer.Outcome == RequestOutcome.Unknown)
            {
                _unknown++;
            }
            else if (answer is not { Outcome: RequestOutcome.File, Settings.ErrorPages.Count: > 0 })
            {
                // Where there is no file, the page that comes in its place is not part of the answer.
                _compared++;
                string ours = Ours(answer, random);
                if (answer is { Outcome: RequestOutcome.Answered, Text: null, Steps: [.., { Name: "return", Arguments.Count: 2 }] })
                {
                    // The text holds what is not known.
                    expected = expected[..Math.Min(expected.Length, ours.Length)];
                }

                if (ours != expected)
                {
                    _wrong.Add($"seed {seed}, {nginx}, {host} {target}\n  nginx: {expected}\n  ours:  {ours}\n  {answer.Server} {answer.Location?.Source}\n{(_wrong.Count < 1 ? random.Text : "")}");
                }
            }
        }
    }

    private static string Real(string socket, string host, string target)
    {
        UnixReply? reply = UnixReply.Ask(
            socket, $"GET {target} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nX-Client: c\r\nConnection: close\r\n\r\n");
        bool hasBody = reply?.Header("Content-Type") != "text/html" || reply.Status is 200;
        return reply is null ? "closed" : Line(reply.Status, reply.Header("X-Loc"), reply.Header("Location"), hasBody ? reply.Body : "");
    }

    private static string Ours(RequestAnswer answer, RandomProxy random)
    {
        Location? location = answer.Location;
        int line = location?.Source.Line ?? answer.Server?.Source.Line ?? 0;
        string id = random.Ids.GetValueOrDefault(line, "");
        return answer.Outcome switch
        {
            RequestOutcome.File => Line(404, id, "", ""),
            RequestOutcome.Proxied when !IsTaken(answer.Upstream!) => Line(answer.Status ?? 400, id, "", ""),
            RequestOutcome.Proxied => Line(answer.Status ?? 200, id, "", Echo(answer.Upstream!)),
            _ => Line(answer.Status ?? 0, id, Bytes(answer.RedirectTo ?? ""), Bytes(answer.Text ?? "")),
        };
    }

    /// <summary>The server behind is an nginx too, and refuses what a proxy_pass may make: blanks, no host.</summary>
    private static bool IsTaken(UpstreamRequest request) => RequestTarget.Parse(ByteText.Of(request.Target), mergeSlashes: true) is not null
        && (request.HttpVersion != "1.1" || request.Headers.Any(h => h.Name == "Host"));

    private static string Echo(UpstreamRequest request)
    {
        string Header(string name) => Bytes(request.Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "");
        return string.Join('|', Bytes(request.Target), Header("Host"), Header("X-Id"), Header("X-More"), Header("Upgrade"), Header("Connection"),
            Header("X-Client"), "HTTP/" + request.HttpVersion);
    }

    private static string Bytes(string text) => ByteText.Of(text);

    private static string Line(int status, string id, string location, string body) => $"{status} {id} [{location}] {body}";
}
