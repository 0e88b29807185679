using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads the configuration of an nginx from its files, as nginx itself would, and never runs anything of it.</summary>
public static class NginxReader
{
    /// <summary>Reads it. What is wrong or was not read is among its problems; nothing is thrown for it.</summary>
    public static Proxy Read(IHost host, NginxPlace place)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(place);
        NginxFiles files = NginxFiles.Read(new RootedFiles(host, place.Root), place.ConfigurationFile);
        List<ProxyProblem> problems = [.. files.Problems];
        NginxLevel main = new(files.Main);
        HttpReader http = new(place.Version, problems);
        foreach (NginxDirective block in main.Own("http"))
        {
            http.Read(new NginxLevel(block, main));
        }

        StreamReader stream = new(problems);
        foreach (NginxDirective block in main.Own("stream"))
        {
            stream.Read(new NginxLevel(block, main));
        }

        if (main.IsCut)
        {
            problems.Add(new ProxyProblem(
                ProxyProblemKind.Unread, new SourceLine(place.ConfigurationFile, 1), "includes make too many directives of it"));
        }

        return new Proxy
        {
            ConfigurationFile = place.ConfigurationFile,
            Version = place.Version,
            Servers = http.Servers,
            Upstreams = http.Upstreams,
            Maps = http.Maps,
            StreamServers = stream.Servers,
            StreamUpstreams = stream.Upstreams,
            ErrorLogs = [.. ErrorLogs(main).Concat(http.ErrorLogs).DistinctBy(l => l.Value)],
            Files = files.Paths,
            Problems = problems,
        };
    }

    /// <summary>The files that a level writes errors to.</summary>
    internal static IEnumerable<Setting<string>> ErrorLogs(NginxLevel level) => level.Own("error_log")
        .Where(d => d[0] is not ("" or "stderr" or "off") && !d[0].StartsWith("syslog:", StringComparison.Ordinal)
            && !d[0].StartsWith("memory:", StringComparison.Ordinal))
        .Select(d => new Setting<string>(d[0], d.Source));
}
