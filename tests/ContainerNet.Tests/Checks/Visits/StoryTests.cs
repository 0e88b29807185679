using ContainerNet.Checks.Ingresses;
using ContainerNet.Findings;
using ContainerNet.Model.Visits;
using ContainerNet.Sources.Ingresses;
using Xunit.Abstractions;

namespace ContainerNet.Checks.Visits;

/// <summary>The five stages in which people put an application under a path: each gives its code first, and foretells the others.</summary>
public sealed class StoryTests(ITestOutputHelper output)
{
    [Theory]
    [Fault("CN7001")]
    [Fault("CN7002")]
    [Fault("CN7003")]
    [Fault("CN7004")]
    [Fault("CN7005")]
    [InlineData(1, "CN7001 CN7002 CN7003 CN7004 CN7005")]
    [InlineData(2, "CN7002 CN7003 CN7004 CN7005")]
    [InlineData(3, "CN7003 CN7004 CN7005")]
    [InlineData(4, "CN7004 CN7005")]
    [InlineData(5, "CN7005")]
    public async Task Stage_GivesItsCode_AndForetellsTheNext(int stage, string codes)
    {
        Visit visit = await VisitRun.PredictAsync(Story.Answer, Story.Stage(stage));
        output.WriteLine(VisitRun.Text(visit));

        Assert.Equal(codes, VisitRun.Codes(visit));
        Assert.All(VisitCheckCatalog.Run(visit), f => Assert.NotEmpty(f.Evidence));
        Assert.All(VisitCheckCatalog.Run(visit), f => Assert.Matches("^(Where the application has an option|Have the ingress)", f.Remedy));
    }

    [Fact]
    [NearMiss("CN7001")]
    [NearMiss("CN7002")]
    [NearMiss("CN7003")]
    [NearMiss("CN7004")]
    [NearMiss("CN7005")]
    public async Task StageThatWorks_IsSilent()
    {
        Visit visit = await VisitRun.PredictAsync(Story.Answer, Story.Stage(6));
        output.WriteLine(VisitRun.Text(visit));

        Assert.Equal("", VisitRun.Codes(visit));
        Assert.All(visit.Steps, s => Assert.Equal((VisitState.Passed, VisitTurn.Browser), (s.State, s.Turn)));
        Assert.Contains(visit.Steps, s => s is { Kind: VisitKind.WebSocket, Status: 101 });
        Assert.Contains(visit.Steps, s => s.CookiesSent.Contains("token"));
    }

    /// <summary>What a repair writes is foretold as nginx does it: a pattern of proxy_cookie_path takes the whole path.</summary>
    [Fact]
    public async Task RepairedManifest_IsSilentToo()
    {
        VisitNeeds needs = (await VisitRun.PredictAsync(Story.Answer, Story.Stage(1))).Needs;
        Visit visit = await VisitRun.PredictAsync(Story.Answer, [Repairs.Ingresses.Repairs.After(Repairs.Ingresses.Repairs.Plan(needs, Story.Stage(1)))]);
        output.WriteLine(VisitRun.Text(visit));

        Assert.Equal("", VisitRun.Codes(visit));
    }

    [Fact]
    public async Task FirstStage_SaysWhatItSaw()
    {
        IReadOnlyList<Finding> findings = VisitCheckCatalog.Run(await VisitRun.PredictAsync(Story.Answer, Story.Stage(1)));

        Assert.Equal("The application gets /app/ with the prefix /app, and answers 404; at / it answers 302.", findings[0].Message);
        Assert.Equal("The application redirects from /app/ to /login, which is outside /app: 404 of the ingress.", findings[1].Message);
        Assert.Equal("The page asks for /static/1.2.3/app.css, /static/1.2.3/app.js, /static/1.2.3/logo.png outside /app: 404.", findings[2].Message);
        Assert.Equal("The browser keeps a cookie with the path /internal from /app/api/session, which answers 401 without it and 200 with it.", findings[3].Message);
        Assert.Equal("The WebSocket /ws closes with 1006: it is outside /app (404); the application upgrades /ws.", findings[4].Message);
        Assert.Equal("application under shop.test/app", findings[0].Subject);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Needs_AreTheSame_WhateverTheStage(int stage)
    {
        VisitNeeds needs = (await VisitRun.PredictAsync(Story.Answer, Story.Stage(stage))).Needs;

        Assert.Equal(("/app", false), (needs.Prefix, needs.KnowsPrefix));
        Assert.Equal(["/login"], needs.Redirects);
        Assert.Equal(["/static/1.2.3/app.css", "/static/1.2.3/app.js", "/static/1.2.3/logo.png"], needs.Assets);
        Assert.Equal(["/internal"], needs.CookiePaths);
        Assert.Equal(["/ws"], needs.WebSockets);
    }

    [Fact]
    public async Task Rows_EndWithTheVerdict()
    {
        string[] manifests = Story.Stage(2);
        Visit visit = await VisitRun.PredictAsync(Story.Answer, manifests);
        IReadOnlyList<IngressRouteTest> rows = IngressRouteTest.Of(visit, VisitFindings.Of(visit, new IngressFacts(Manifests.Read(manifests))));

        Assert.Equal((VisitKind.Verdict, VisitState.Failed, "CN7002, CN7003, CN7004, CN7005"), (rows[^1].Kind, rows[^1].State, rows[^1].Status));
        Assert.NotNull(rows[^1].Needs);
        Assert.Equal("default-web-80", rows[0].Upstream);
        Assert.Equal("/", rows[0].Target);
    }
}
