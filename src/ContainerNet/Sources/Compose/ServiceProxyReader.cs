using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Proxies;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Nginx;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Finds the configuration of nginx in what services mount, and reads it as the nginx inside would.</summary>
public static class ServiceProxyReader
{
    private const string UsualMain = "/etc/nginx/nginx.conf";

    /// <summary>What the official image has for a main file, as far as it matters here.</summary>
    private const string ImagesMain = "events {}\nhttp { include /etc/nginx/conf.d/*.conf; }\n";

    private static readonly string[] s_mains = [UsualMain, "/usr/local/openresty/nginx/conf/nginx.conf", "/usr/local/nginx/conf/nginx.conf", "/opt/bitnami/nginx/conf/nginx.conf"];

    /// <summary>The proxies of a project. What nginx would refuse is thrown; what is not on the host is told.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable, with file and line.</exception>
    public static IReadOnlyList<ServiceProxy> Read(IHost host, ComposeProject project)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(project);
        return [.. project.Services.Select(s => Read(host, s)).OfType<ServiceProxy>()];
    }

    private static ServiceProxy? Read(IHost host, ComposeService service)
    {
        string? named = ConfigurationOf(service);
        bool mounts = service.Mounts.Any(m => m.Target.Contains("/nginx", StringComparison.Ordinal));
        bool isNginx = service.Image.Split('/')[^1].Split(':', '@')[0].Contains("nginx", StringComparison.Ordinal) || named is not null;
        if (!mounts && !isNginx)
        {
            return null;
        }

        string main = named ?? s_mains.FirstOrDefault(m => HostPathOf(service, m) is string path && host.ReadFile(path).IsRead) ?? UsualMain;
        bool isImages = HostPathOf(service, main) is null;
        Proxy proxy = NginxReader.Read(View(host, service, isImages ? main : null), new NginxPlace { ConfigurationFile = main });
        foreach (ProxyProblem problem in proxy.Problems.Where(p => p.Kind == ProxyProblemKind.Refused && HostPathOf(service, p.Source.File) is not null))
        {
            throw new ContainerNetException(
                Problem.ConfigUnreadable, HostPathOf(service, problem.Source.File)!,
                ToolText.Clean($"{HostPathOf(service, problem.Source.File)}:{problem.Source.Line}: nginx of {service.Name} would refuse this: {problem.Reason}"));
        }

        List<ServiceProxyFile> files = [];
        foreach (string path in proxy.Files)
        {
            if (HostPathOf(service, path) is string file && !files.Any(f => f.File == file))
            {
                string text = YamlText.Decode(file, host.ReadFile(file).Content);
                files.Add(new ServiceProxyFile(file, text, NginxStatements.Of(file, text)));
            }
        }

        List<string> unread = [.. proxy.Problems.Where(p => p.Kind == ProxyProblemKind.Unread && !IsOfImage(p.Reason)).Select(p => p.Reason)];
        if (isImages && !files.Any(f => f.Statements.Any(s => s.Name == "server")))
        {
            unread.Add($"{main} is the image's own");
        }

        return new ServiceProxy { Service = service.Name, Files = files, Unread = unread };
    }

    /// <summary>The host as the service's nginx sees it.</summary>
    private static HostView View(IHost host, ComposeService service, string? main) => new(
        host,
        path => path == main ? new FileReading { Status = FileStatus.Read, Content = Encoding.UTF8.GetBytes(ImagesMain) }
            : HostPathOf(service, path) is string file ? host.ReadFile(file)
            : new FileReading { Status = FileStatus.Unreadable, Error = "it is the image's own" },
        path =>
        {
            string folder = path.TrimEnd('/');
            IEnumerable<string> inside = HostPathOf(service, folder) is string real ? host.ListDirectory(real) ?? [] : [];
            return [.. inside.Concat(service.Mounts.Select(m => m.Target).Where(t => t.StartsWith(folder + "/", StringComparison.Ordinal))
                .Select(t => t[(folder.Length + 1)..].Split('/')[0])).Distinct()];
        });

    /// <summary>Files that every image brings along, and that hold no server.</summary>
    private static bool IsOfImage(string reason) =>
        ((string[])["mime.types", "_params", "koi-", "win-utf", "/modules"]).Any(n => reason.Contains(n, StringComparison.Ordinal));

    /// <summary>The file of the host that a path of the container is; null when it is the image's.</summary>
    private static string? HostPathOf(ComposeService service, string path)
    {
        ComposeMount? mount = service.Mounts
            .Where(m => m.HostPath is not null && (path == m.Target || path.StartsWith(m.Target.TrimEnd('/') + "/", StringComparison.Ordinal)))
            .OrderByDescending(m => m.Target.Length).FirstOrDefault();
        return mount is null ? null : mount.HostPath + path[mount.Target.TrimEnd('/').Length..];
    }

    /// <summary>The main file that the command names (nginx -c FILE).</summary>
    private static string? ConfigurationOf(ComposeService service)
    {
        foreach (string key in (string[])["command", "entrypoint"])
        {
            string[] words = service.Node[key] switch
            {
                YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(i => i.Value)],
                YamlScalar text => text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                _ => [],
            };
            int at = Array.FindIndex(words, w => w == "nginx" || w.EndsWith("/nginx", StringComparison.Ordinal));
            int option = at < 0 ? -1 : Array.IndexOf(words, "-c", at);
            if (option >= 0 && option + 1 < words.Length)
            {
                return words[option + 1];
            }

            if (at >= 0)
            {
                return UsualMain;
            }
        }

        return null;
    }
}
