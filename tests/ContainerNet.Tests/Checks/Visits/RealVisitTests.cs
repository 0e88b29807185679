using System.Globalization;
using System.Net;
using ContainerNet.Checks.Ingresses;
using ContainerNet.Hosting;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Visits;
using ContainerNet.Probes;
using ContainerNet.Probes.Visits;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Sources.Nginx;
using Xunit.Abstractions;

namespace ContainerNet.Checks.Visits;

/// <summary>The same visits through a real nginx, with the configuration that ingress-nginx writes, and through the predicted one: both see the same.</summary>
[Collection(Alone.Name)]
public sealed class RealVisitTests(ITestOutputHelper output)
{
    // A redirect that the ingress makes whole has no port (use-port-in-redirects).
    private const int Port = 80;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [RootNginxFact]
    public async Task VisitsOfTheStory_AreTheSameThroughNginx()
    {
        for (int stage = 1; stage <= 6; stage++)
        {
            await CompareAsync($"stage {stage}", Story.Answer, Story.Stage(stage), VisitState.Passed);
        }
    }

    /// <summary>What Repair-IngressRoute makes of the first stage, by what a visit of it showed.</summary>
    [RootNginxFact]
    public async Task VisitOfTheRepairedManifest_IsTheSameThroughNginx()
    {
        VisitNeeds needs = (await VisitRun.PredictAsync(Story.Answer, Story.Stage(1))).Needs;
        await CompareAsync("repaired", Story.Answer, [Repairs.Ingresses.Repairs.After(Repairs.Ingresses.Repairs.Plan(needs, Story.Stage(1)))], VisitState.Passed);
    }

    [RootNginxFact]
    public async Task VisitsOfShapes_AreTheSameThroughNginx()
    {
        foreach (string shape in ShapeTests.Shapes)
        {
            await CompareAsync(shape, r => ShapeTests.Answer(shape, r), ShapeTests.Manifest, null);
        }
    }

    private async Task CompareAsync(string name, Func<AppRequest, AppReply> answer, string[] manifests, VisitState? socket)
    {
        using TemporaryFolder folder = new();
        using TestNamespace place = new();
        place.Execute("ip", "link", "set", "lo", "up");
        using TestApplication application = place.Run(() => new TestApplication(answer));
        using HttpApplication asked = new(application.Address, s_limit, place.ProcessId);
        IngressFacts facts = new(Manifests.Read(manifests));
        string text = IngressNginx.Write(facts.Configuration, folder.Path)
            .Replace($"listen unix:{folder.Path}/front.sock", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{Port}"), StringComparison.Ordinal)
            .Replace($"server unix:{folder.Path}/echo.sock;", $"server {application.Address.Authority};", StringComparison.Ordinal)
            .Replace("keepalive 4;", "", StringComparison.Ordinal);
        using RealNginx.Running running = RealNginx.All[0].Serve(folder.Path, text, place, $"{folder.Path}/echo.sock");
        const string page = "http://shop.test/app/";

        Visit predicted = await VisitRun.RunAsync(new PredictedVisitor(facts.Resolver, asked, new Uri(page)), page, facts);
        using HttpVisitor visitor = new(IPAddress.Loopback, asked, acceptsAnyCertificate: false, s_limit, place.ProcessId);
        Visit real = await VisitRun.RunAsync(visitor, page, facts);
        output.WriteLine($"{name}, {RealNginx.All[0]}: {real.Steps.Count} steps, {VisitRun.Codes(real)}");
        using HttpVisitor outsider = new(IPAddress.Loopback, null, acceptsAnyCertificate: false, s_limit, place.ProcessId);
        string codes = VisitRun.Codes(await VisitRun.RunAsync(outsider, page));

        Assert.Equal($"{name}\n{VisitRun.Text(predicted)}", $"{name}\n{VisitRun.Text(real)}");
        Assert.Equal(VisitRun.Codes(predicted), VisitRun.Codes(real));

        // Who knows neither manifests nor the application sees the faults of which the ingress itself shows how it works.
        Assert.Equal(VisitRun.Codes(predicted).Contains("CN7001", StringComparison.Ordinal) ? "" : VisitRun.Codes(predicted), codes);
        if (socket is not null)
        {
            Assert.Equal(socket, real.Steps.Last(s => s.Kind == VisitKind.WebSocket).State);
        }
    }
}
