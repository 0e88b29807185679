namespace ContainerNet.Sources.Nginx;

/// <summary>Where an nginx keeps its files.</summary>
public sealed record NginxPlace
{
    /// <summary>The folder of the host that is the root of what nginx sees: "" for the host, /proc/PID/root for a container.</summary>
    public string Root { get; init; } = "";

    /// <summary>The main file, as nginx sees it (nginx -c).</summary>
    public string ConfigurationFile { get; init; } = "/etc/nginx/nginx.conf";

    /// <summary>The version, on which defaults depend; null when it is not known.</summary>
    public Version? Version { get; init; }
}
