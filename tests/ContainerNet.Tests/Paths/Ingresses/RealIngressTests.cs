using System.Globalization;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Paths.Requests;
using ContainerNet.Sources.Nginx;
using Xunit.Abstractions;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Our answers against those of the real nginx, with the configuration that ingress-nginx writes, for ingresses and requests at random.
/// CONTAINERNET_INGRESS_PAIRS and CONTAINERNET_INGRESS_SEED make it longer.</summary>
[Collection(Alone.Name)]
public sealed class RealIngressTests(ITestOutputHelper output)
{
    private const int RequestsEach = 30;

    private static readonly int s_pairs = int.Parse(
        Environment.GetEnvironmentVariable("CONTAINERNET_INGRESS_PAIRS") ?? "300", CultureInfo.InvariantCulture);

    private static readonly int s_seed = int.Parse(
        Environment.GetEnvironmentVariable("CONTAINERNET_INGRESS_SEED") ?? "1", CultureInfo.InvariantCulture);

    private readonly Dictionary<IngressOutcome, int> _outcomes = [];
    private readonly List<string> _wrong = [];
    private int _compared, _unknown, _broken, _regex;

    [NginxFact]
    public void RandomRequests_AreAnsweredAsNginxAnswersThem()
    {
        for (int i = 0; _compared + _unknown < s_pairs; i++)
        {
            Compare(RealNginx.All[i % RealNginx.All.Count], s_seed * 100_000 + i);
        }

        output.WriteLine($"{_compared} pairs compared with {string.Join(", ", RealNginx.All)}; {_unknown} were Unknown; {_regex} in regex mode; {_broken} configurations were refused by both");
        output.WriteLine(string.Join(", ", _outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}")));
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_compared} differ:\n{string.Join('\n', _wrong.Take(12))}");
        Assert.True(_unknown * 10 < _compared, $"{_unknown} of {_compared} are Unknown");
    }

    private void Compare(RealNginx nginx, int seed)
    {
        using TemporaryFolder folder = new();
        RandomIngresses random = new(seed);
        IngressConfiguration configuration = IngressConfiguration.Of(random.Set);
        string text = IngressNginx.Write(configuration, folder.Path);
        if (IsRefused(nginx, folder.Path, text, out string error) is bool refused && (refused || configuration.IsBroken))
        {
            bool isForeseen = (error.Contains("duplicate location", StringComparison.Ordinal) && configuration.Claims.Any(c => c.Kind == IngressClaimKind.BreaksConfiguration))
                || (error.Contains("pcre", StringComparison.Ordinal) && configuration.Malformed.Count > 0);
            if (!(refused && isForeseen))
            {
                _wrong.Add($"seed {seed}, {nginx}: refused {refused}, predicted {configuration.IsBroken}: {error}\n{text}");
            }

            _broken++;
            return;
        }

        IngressResolver resolver = new(configuration);
        using RealNginx.Running running = nginx.Serve(folder.Path, text, $"{folder.Path}/front.sock", $"{folder.Path}/echo.sock");
        for (int j = 0; j < RequestsEach; j++)
        {
            (string method, string host, string target) = random.Request();
            IngressAnswer answer = resolver.Resolve(new ClientRequest
            {
                Host = host, Target = target, Method = method, Headers = [new("Upgrade", "websocket")],
            });
            _outcomes[answer.Outcome] = _outcomes.GetValueOrDefault(answer.Outcome) + 1;
            if (answer.Outcome == IngressOutcome.Unknown)
            {
                _unknown++;
                continue;
            }

            _compared++;
            _regex += answer.Server?.UsesRegex is true ? 1 : 0;
            string ours = Ours(configuration, answer), expected = Real($"{folder.Path}/front.sock", method, host, target);
            if (ours != expected)
            {
                _wrong.Add($"seed {seed}, {nginx}, {method} {host} {target}\n  nginx: {expected}\n  ours:  {ours}\n{(_wrong.Count < 1 ? text : "")}");
            }
        }
    }

    private static bool IsRefused(RealNginx nginx, string folder, string text, out string error)
    {
        File.WriteAllText($"{folder}/nginx.conf", text);
        (int status, error) = nginx.Run("-t", "-p", folder, "-c", $"{folder}/nginx.conf", "-e", $"{folder}/error.log");
        return status != 0;
    }

    private static string Real(string socket, string method, string host, string target)
    {
        string bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(target));
        UnixReply? reply = UnixReply.Ask(socket, $"{method} {bytes} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n");
        return reply is null ? "closed" : $"{reply.Status} [{reply.Header("X-Loc")}] [{reply.Header("Location")}] {(reply.Header("Content-Type") == "text/plain" ? reply.Body : "")}";
    }

    private static string Ours(IngressConfiguration configuration, IngressAnswer answer)
    {
        string id = "";
        if (answer is { Server: { } server, Location: { } location })
        {
            int number = configuration.Servers.Select((s, i) => (s, i)).First(s => ReferenceEquals(s.s, server)).i;
            id = $"{number}.{server.Locations.Select((l, i) => (l, i)).First(l => ReferenceEquals(l.l, location)).i}";
        }

        // The upstream is an nginx too, and takes no path without its slash.
        bool isPassed = answer.Upstream is not null;
        bool isTaken = isPassed && RequestTarget.Parse(ByteText.Of(answer.Target!), mergeSlashes: false) is not null;
        string Header(string name) => answer.Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";
        string body = isTaken ? ByteText.Of(string.Join('|', answer.Upstream!.Name, answer.Target, Header("Host"), Header("X-Forwarded-Prefix"), Header("Connection"), Header("Upgrade"))) : "";
        int status = isPassed ? isTaken ? 200 : 400 : answer.Status ?? 0;
        return $"{status} [{id}] [{ByteText.Of(answer.RedirectTo ?? "")}] {body}";
    }
}
