namespace ContainerNet.Sources.Nginx;

/// <summary>A test that needs a real nginx; says why it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (RealNginx.All.Count == 0)
        {
            Skip = "needs nginx: tests/nginx.sh unpacks one, and the images of the lab have one";
        }
    }
}
