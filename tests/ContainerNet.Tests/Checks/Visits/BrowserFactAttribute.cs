using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Visits;

/// <summary>A test that needs root, nginx and Chromium; says why it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = !Environment.IsPrivilegedProcess ? "needs root: the browser and what it reads run in a namespace of their own"
        : RealNginx.All.Count == 0 ? "needs nginx: tests/nginx.sh unpacks one, and the images of the lab have one"
        : Browser.Program is null ? "needs Debian's chromium-headless-shell, or chromium"
        : null;
}
