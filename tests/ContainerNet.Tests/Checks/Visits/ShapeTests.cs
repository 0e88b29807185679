using ContainerNet.Model.Visits;
using ContainerNet.Sources.Ingresses;
using Xunit.Abstractions;

namespace ContainerNet.Checks.Visits;

/// <summary>Shapes that applications have, behind a correct rewrite: what is found of each.</summary>
public sealed class ShapeTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> s_expected = new()
    {
        ["relative assets"] = "",
        ["absolute assets"] = "CN7003",
        ["base href"] = "CN7003",
        ["base href of the prefix"] = "",
        ["redirect to a login"] = "CN7002",
        ["redirect to a login by its whole address"] = "CN7002",
        ["relative redirect"] = "",
        ["cookie for all"] = "",
        ["cookie for admin"] = "CN7004",
        ["events"] = "CN7003",
        ["relative events"] = "",
        ["WebSocket"] = "CN7005",
        ["relative WebSocket"] = "",
        ["modules"] = "",
        ["API"] = "",
        ["broken link of its own"] = "",
    };

    private static readonly string[] s_rewrite = [Manifests.Ingress("shop", "/app(/|$)(.*)", "ImplementationSpecific", annotations: Story.Rewrite)];

    public static IReadOnlyCollection<string> Shapes => s_expected.Keys;

    internal static string[] Manifest => s_rewrite;

    public static TheoryData<string, string> Expected()
    {
        TheoryData<string, string> data = [];
        foreach ((string shape, string codes) in s_expected)
        {
            data.Add(shape, codes);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task Shape_HasItsFindings(string shape, string codes)
    {
        Visit visit = await VisitRun.PredictAsync(r => Answer(shape, r), s_rewrite);
        output.WriteLine(VisitRun.Text(visit));

        Assert.Equal(codes, VisitRun.Codes(visit));
        Assert.Empty(visit.NotAsked);
        Assert.Equal("", visit.Incomplete);
    }

    [Fact]
    [NearMiss("CN7001")]
    [NearMiss("CN7003")]
    public async Task ApplicationThatKnowsItsPrefix_IsNoFault()
    {
        Visit visit = await VisitRun.PredictAsync(r => r.Path switch
        {
            "/app/" => Page("""<script src="/app/a.js"></script>"""),
            "/app/a.js" => AppReply.Script("new WebSocket('/app/ws')"),
            "/app/ws" => AppReply.Upgraded,
            _ => AppReply.NotFound,
        }, [Manifests.Ingress("shop", "/app")]);

        Assert.Equal("", VisitRun.Codes(visit));
        Assert.All(visit.Steps, s => Assert.Equal(VisitState.Passed, s.State));
        Assert.True(visit.Needs.KnowsPrefix);
    }

    [Fact]
    [NearMiss("CN7002")]
    public async Task RedirectToAnotherServiceOfTheHost_IsNoFault()
    {
        Visit visit = await VisitRun.PredictAsync(
            r => r.Path == "/" ? AppReply.To("/sso/start") : AppReply.NotFound, [.. s_rewrite, Manifests.Ingress("sso", "/sso", service: "sso")]);

        Assert.Equal("", VisitRun.Codes(visit));
        Assert.Equal(VisitState.Unknown, visit.Steps[^1].State);
    }

    [Fact]
    public async Task RedirectLoop_Ends()
    {
        Visit visit = await VisitRun.PredictAsync(r => AppReply.To("again"), s_rewrite);

        Assert.Equal("the redirects go round in a circle", visit.Steps[^1].Detail);
        Assert.True(visit.Steps.Count <= 3);
    }

    [Fact]
    public async Task OtherHosts_AreListed_AndNotAsked()
    {
        Visit visit = await VisitRun.PredictAsync(r => Page("""<script src="http://127.0.0.1:1/x.js"></script><img src="//cdn.test/a.png"><a href="/elsewhere">"""), s_rewrite);

        Assert.Single(visit.Steps);
        Assert.Equal(2, visit.NotAsked.Count);
    }

    [Fact]
    public async Task WebSocketOfTheUser_IsAsked()
    {
        Visit visit = await VisitRun.PredictAsync(
            r => r.Path == "/" ? Page("") : r is { Path: "/hub", IsUpgrade: true } ? AppReply.Upgraded : AppReply.NotFound, s_rewrite, "http://shop.test/app/", "/hub", "hub", "hub/");

        Assert.Equal("CN7005", VisitRun.Codes(visit));
        Assert.Equal(["1006 (404)", "101", "101", "1006 (404)"], visit.Steps.Where(s => s.Kind == VisitKind.WebSocket).Select(s => s.Seen).Take(4));
        Assert.Equal(["/hub"], visit.Needs.WebSockets);
    }

    private static AppReply Page(string html) => new(200, $"<html><body>{html}</body></html>");

    internal static AppReply Answer(string shape, AppRequest request) => (shape, request.Path) switch
    {
        ("relative assets", "/") => Page("""<script src="s/a.js"></script><link rel=stylesheet href=s/a.css><img srcset="s/a.png 1x, s/b.png 2x">"""),
        ("absolute assets", "/") => Page("""<script src="/s/a.js"></script><link rel="icon" href="/s/i.png">"""),
        ("base href", "/") => Page("""<base href="/"><script src="s/a.js"></script>"""),
        ("base href of the prefix", "/") => Page("""<base href="/app/"><script src="s/a.js"></script>"""),
        ("redirect to a login", "/") => AppReply.To("/login?next=/"),
        ("redirect to a login by its whole address", "/") => AppReply.To($"http://{request.Header("Host")}/login"),
        ("relative redirect", "/") => AppReply.To("login"),
        (_, "/login") => Page("Log in"),
        ("cookie for all", "/") => Page("""<script>fetch("api/me")</script>""") with { Headers = ["Set-Cookie: sid=1; Path=/"] },
        ("cookie for admin", "/") => Page("""<script>fetch("api/me")</script>""") with { Headers = ["Set-Cookie: sid=1; Path=/admin/"] },
        (_, "/api/me") => request.HasCookie("sid=1") ? new AppReply(200, "{}", "application/json") : new AppReply(403, "no", "text/plain"),
        ("events", "/") => Page("""<script>new EventSource("/events")</script>"""),
        ("relative events", "/") => Page("""<script>new EventSource("events")</script>"""),
        (_, "/events") => new AppReply(200, "data: 1\n\n", "text/event-stream") { IsEndless = true },
        ("WebSocket", "/") => Page("""<script>let s = new WebSocket(`wss://${location.host}/live`)</script>"""),
        ("relative WebSocket", "/") => Page("""<script>let s = new WebSocket("live")</script>"""),
        (_, "/live") => request.IsUpgrade ? AppReply.Upgraded : AppReply.NotFound,
        ("modules", "/") => Page("""<script type="module" src="./s/main.js"></script>"""),
        ("modules", "/s/main.js") => AppReply.Script("import { a } from \"./a.js\";\nexport * from './b.js';"),
        ("API", "/") => new AppReply(200, "{\"ok\":true}", "application/json"),
        ("broken link of its own", "/") => Page("""<img src="/no/such.png">"""),
        (_, { } path) when path.StartsWith("/s/", StringComparison.Ordinal) => new AppReply(200, "", path.EndsWith("js", StringComparison.Ordinal) ? "text/javascript" : path.EndsWith("css", StringComparison.Ordinal) ? "text/css" : "image/png"),
        _ => AppReply.NotFound,
    };
}
