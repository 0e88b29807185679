using ContainerNet.Hosting;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>The repaired manifest in the real nginx, as the controller would write it: every request of the visit comes to the application as it
/// needs it, a redirect comes back below the prefix, and a cookie covers what needs it.</summary>
[Collection(Alone.Name)]
public sealed class RealRepairTests
{
    private static readonly VisitNeeds s_needs = Repairs.Needs() with
    {
        Redirects = ["/login"], Assets = ["/static/1.2.3/app.js"], CookiePaths = ["/internal"], WebSockets = ["/ws"],
    };

    [NginxFact]
    public void WholeStory_WorksInNginx()
    {
        string after = Repairs.After(Repairs.Plan(s_needs, Manifests.Ingress("web", "/app")));
        IngressConfiguration configuration = IngressConfiguration.Of(Manifests.Read(after));
        foreach (RealNginx nginx in RealNginx.All)
        {
            using TemporaryFolder folder = new();
            string text = IngressNginx.Write(configuration, folder.Path)
                .Replace("merge_slashes off;", "merge_slashes off;\nlocation = /secret { add_header Set-Cookie \"token=1; Path=/internal; HttpOnly\" always; return 302 /login; }\nabsolute_redirect off;", StringComparison.Ordinal);
            using RealNginx.Running running = nginx.Serve(folder.Path, text, $"{folder.Path}/front.sock", $"{folder.Path}/echo.sock");

            foreach ((string path, string wanted) in new[] { ("/app", "/"), ("/app/", "/"), ("/app/x/y?q=1", "/x/y?q=1"), ("/static/1.2.3/app.js", "/static/1.2.3/app.js"), ("/ws", "/ws"), ("/app/login", "/login") })
            {
                UnixReply reply = Ask(folder.Path, path);
                Assert.Equal((200, $"default-web-80|{wanted}|shop.test||upgrade|websocket"), (reply.Status, reply.Body));
            }

            UnixReply moved = Ask(folder.Path, "/app/secret");

            // nginx puts its own host in front of what begins with a slash then.
            Assert.Equal((302, "http://shop.test/app/login"), (moved.Status, moved.Header("Location")));
            Assert.Contains("token=1; Path=/; HttpOnly", moved.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static UnixReply Ask(string folder, string path) => UnixReply.Ask(
        $"{folder}/front.sock", $"GET {path} HTTP/1.1\r\nHost: shop.test\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n")!;
}
