using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Probes;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Visits;

/// <summary>The story's application in a real browser, through a real nginx with the configuration that ingress-nginx writes.</summary>
[Collection(Alone.Name)]
public sealed class BrowserTests
{
    private const int Port = 80;
    private const string Open = "styled, session 200, socket open";

    /// <summary>Until the manifests are right the WebSocket never opens; then the page, its parts, its cookie and its WebSocket are there.</summary>
    [BrowserFact]
    public void Stages_EndWithAWebSocketThatIsOpen()
    {
        using TestNamespace place = new();
        place.Execute("ip", "link", "set", "lo", "up");
        using TestApplication application = place.Run(() => new TestApplication(Slowly));
        string[] seen = [.. Enumerable.Range(1, 6).Select(stage => Title(place, application, Story.Stage(stage)))];

        Assert.Equal(["", "", "", "styled, session 401, socket closed 1006", "styled, session 200, socket closed 1006", Open], seen);
    }

    /// <summary>What Repair-IngressRoute makes of the first manifest, by what a visit showed.</summary>
    [BrowserFact]
    public async Task RepairedManifest_EndsWithAWebSocketThatIsOpen()
    {
        Visit visit = await VisitRun.PredictAsync(Story.Answer, Story.Stage(1));
        using TestNamespace place = new();
        place.Execute("ip", "link", "set", "lo", "up");
        using TestApplication application = place.Run(() => new TestApplication(Slowly));

        Assert.Equal(Open, Title(place, application, [Repairs.Ingresses.Repairs.After(Repairs.Ingresses.Repairs.Plan(visit.Needs, Story.Stage(1)))]));
    }

    /// <summary>The browser's own clock stands still while a picture is on its way, and not while a WebSocket is.</summary>
    private static AppReply Slowly(AppRequest request)
    {
        if (request.Path.EndsWith(".png", StringComparison.Ordinal))
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(700));
        }

        return Story.Answer(request);
    }

    private static string Title(TestNamespace place, TestApplication application, string[] manifests)
    {
        using TemporaryFolder folder = new();
        string text = IngressNginx.Write(IngressConfiguration.Of(Manifests.Read(manifests)), folder.Path)
            .Replace($"listen unix:{folder.Path}/front.sock", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{Port}"), StringComparison.Ordinal)
            .Replace($"server unix:{folder.Path}/echo.sock;", $"server {application.Address.Authority};", StringComparison.Ordinal)
            .Replace("keepalive 4;", "", StringComparison.Ordinal);
        using RealNginx.Running running = RealNginx.All[0].Serve(folder.Path, text, place, $"{folder.Path}/echo.sock");
        string seen = "?";
        for (int look = 1; look <= 3 && seen.Contains('?', StringComparison.Ordinal); look++)
        {
            // A machine that is busy may need longer than the picture for a handshake: then nothing is known yet.
            seen = OutputOf(Browser.Read(place, $"{folder.Path}/profile{look}", new Uri("http://shop.test/app/")));
        }

        return seen;
    }

    private static string OutputOf(string page)
    {
        int start = page.IndexOf("<output>", StringComparison.Ordinal), end = page.IndexOf("</output>", StringComparison.Ordinal);
        return start < 0 || end < 0 ? "" : page[(start + "<output>".Length)..end];
    }
}
