using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Visits;

/// <summary>A test whose nginx runs in a network namespace; says why it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootNginxFactAttribute : FactAttribute
{
    public RootNginxFactAttribute() => Skip = !Environment.IsPrivilegedProcess ? "needs root: nginx and what it passes requests to run in a namespace of their own"
        : RealNginx.All.Count == 0 ? "needs nginx: tests/nginx.sh unpacks one, and the images of the lab have one"
        : null;
}
