using ContainerNet.Sources.Nginx;

namespace ContainerNet.Probes;

/// <summary>A test that needs root and some tools; says why it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute(params string[] tools)
    {
        string[] folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/lib/systemd", "/usr/lib/systemd"];
        // One nginx is unpacked for tests, and none installed.
        string[] missing = [.. tools.Where(t => !folders.Any(f => File.Exists($"{f}/{t}")) && (t != "nginx" || RealNginx.All.Count == 0))];
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "needs root: makes a network namespace";
        }
        else if (missing.Length > 0)
        {
            Skip = $"needs {string.Join(", ", missing)}";
        }
    }
}
