using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Checks.Visits;

/// <summary>
/// The application that knows only /, and the manifests with which people put it under /app, one mend after the other.
/// </summary>
internal static class Story
{
    public const string Rewrite = "rewrite-target: /$2";
    public const string Redirect = Rewrite + "\nproxy-redirect-from: /\nproxy-redirect-to: /app/\nuse-port-in-redirects: \"true\"";
    public const string Cookie = Redirect + "\nproxy-cookie-path: /internal /app";
    private const string Pattern = "/app(/|$)(.*)";

    /// <summary>Listens at /, redirects, sets a cookie with a token, has its assets under a versioned path, and a WebSocket at a path without a slash.</summary>
    public static AppReply Answer(AppRequest request) => request.Path switch
    {
        "/" => AppReply.To("/login"),
        "/login" => new AppReply(200, """
            <!DOCTYPE html><html><head><title>Shop</title>
            <link rel="stylesheet" href="/static/1.2.3/app.css"><script src="/static/1.2.3/app.js" defer></script>
            </head><body><img src="/static/1.2.3/logo.png"><output></output></body></html>
            """) { Headers = ["Set-Cookie: token=0815; Path=/internal; HttpOnly"] },
        "/static/1.2.3/app.css" => new AppReply(200, "body { color: navy }", "text/css"),
        "/static/1.2.3/logo.png" => new AppReply(200, "PNG", "image/png"),
        "/static/1.2.3/app.js" => AppReply.Script("""
            const seen = { styled: getComputedStyle(document.body).color === "rgb(0, 0, 128)" ? "styled" : "plain", session: "?", socket: "?" };
            const tell = (what, how) => { seen[what] = how; document.querySelector("output").textContent = `${seen.styled}, session ${seen.session}, socket ${seen.socket}`; };
            fetch("api/session").then(r => tell("session", r.status));
            const socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/ws");
            socket.onopen = () => tell("socket", "open");
            socket.onclose = e => tell("socket", `closed ${e.code}`);
            """),
        "/api/session" => request.HasCookie("token=0815") ? new AppReply(200, "{}", "application/json") : new AppReply(401, "who are you", "text/plain"),
        "/ws" => request.IsUpgrade ? AppReply.Upgraded : new AppReply(400, "upgrade", "text/plain"),
        _ => AppReply.NotFound,
    };

    /// <summary>The manifests of a stage, 1 to 5; 6 is the one that works.</summary>
    public static string[] Stage(int stage) => stage switch
    {
        1 => [Manifests.Ingress("shop", "/app")],
        2 => [Manifests.Ingress("shop", Pattern, "ImplementationSpecific", annotations: Rewrite)],
        3 => [Manifests.Ingress("shop", Pattern, "ImplementationSpecific", annotations: Redirect)],
        4 => [Manifests.Ingress("shop", Pattern, "ImplementationSpecific", annotations: Redirect), Manifests.Ingress("assets", "/static")],
        5 => [Manifests.Ingress("shop", Pattern, "ImplementationSpecific", annotations: Cookie), Manifests.Ingress("assets", "/static"), Manifests.Ingress("socket", "/ws/")],
        _ => [Manifests.Ingress("shop", Pattern, "ImplementationSpecific", annotations: Cookie), Manifests.Ingress("assets", "/static"), Manifests.Ingress("socket", "/ws")],
    };
}
