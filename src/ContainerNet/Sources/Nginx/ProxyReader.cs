using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Sources.Nginx;

/// <summary>Finds the reverse proxies that run, on the host and in containers, and reads what their files say.</summary>
internal static class ProxyReader
{
    /// <summary>A worker's start is known to a hundredth of a second, and files are written right before a reload.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(100);

    private const int MostFiles = 2000;

    /// <summary>Reads them; what could not be read of one is a gap.</summary>
    public static async Task<Reading<IReadOnlyList<RunningProxy>>> ReadAsync(
        IHost host, EngineFacts engines, bool keepTexts, CancellationToken cancellationToken)
    {
        List<RunningProxy> proxies = [];
        List<Gap> gaps = [];
        foreach (NginxProcess process in NginxProcess.All(host))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunningProxy proxy = await ReadAsync(host, process, engines, keepTexts, cancellationToken);
            proxies.Add(proxy);
            gaps.AddRange(proxy.Configuration.Problems.Where(p => p.Kind == ProxyProblemKind.Unread).Take(1).Select(p => GapOf(proxy, p)));
        }

        return new Reading<IReadOnlyList<RunningProxy>>(proxies, gaps);
    }

    private static async Task<RunningProxy> ReadAsync(
        IHost host, NginxProcess process, EngineFacts engines, bool keepTexts, CancellationToken cancellationToken)
    {
        string? mounts = host.ReadLink(ProcessTable.PathOf(process.Id, "ns/mnt"));
        bool isHosts = mounts is not null && mounts == host.ReadLink("/proc/self/ns/mnt");
        Container? container = isHosts ? null : engines.Containers.FirstOrDefault(c => c is { IsRunning: true, ProcessId: > 0 }
            && mounts is not null && host.ReadLink(ProcessTable.PathOf(c.ProcessId, "ns/mnt")) == mounts);
        string root = isHosts ? "" : ProcessTable.PathOf(process.Id, "root");
        NginxBinary binary = NginxBinary.Read(host, ProcessTable.PathOf(process.Id, "exe"));
        string prefix = process.Prefix ?? binary.Prefix;
        NginxPlace place = new()
        {
            Root = root,
            Version = binary.Version,
            ConfigurationFile = process.ConfigurationFile is { } file ? NginxBinary.Under(prefix, file) : binary.ConfigurationFile,
        };
        Proxy configuration = NginxReader.Read(host, place);
        DateTimeOffset? loadedAt = process.LoadedAt(host);
        RootedFiles files = new(host, root);
        return new RunningProxy
        {
            Program = "nginx",
            ProcessId = process.Id,
            Engine = container?.Engine,
            Container = container?.Name,
            InHostNetwork = host.ReadLink(ProcessTable.PathOf(process.Id, "ns/net")) is { } network
                && network == host.ReadLink("/proc/1/ns/net"),
            LoadedAt = loadedAt,
            Configuration = configuration,
            ChangedFiles = Changed(files, configuration, loadedAt),
            Texts = keepTexts && (isHosts || container is not null)
                ? ProxyTexts.Read(host, files, configuration, isHosts ? null : container!.Mounts ?? [])
                : new Dictionary<string, ConfigurationText>(StringComparer.Ordinal),
            Hosts = HostsFile.Parse(files.Read("/etc/hosts").Text),
            Failures = await ProxyFailures.ReadAsync(
                host, place, configuration, binary.ErrorLog, container is null ? null : engines, container, loadedAt, cancellationToken),
        };
    }

    private static IReadOnlyList<ChangedFile> Changed(RootedFiles files, Proxy configuration, DateTimeOffset? loadedAt) => loadedAt is null
        ? []
        : [.. configuration.Files.Take(MostFiles)
            .Select(f => (File: f, ChangedAt: files.ModifiedAt(f)))
            .Where(f => f.ChangedAt > loadedAt + s_tolerance)
            .Select(f => new ChangedFile(f.File, f.ChangedAt!.Value))];

    private static Gap GapOf(RunningProxy proxy, ProxyProblem problem) => new()
    {
        Facts = FactKinds.Proxies,
        Source = proxy.ToString(),
        Reason = problem.ToString(),
        Remedy = "What depends on it is not looked for; `nginx -T` shows what nginx itself reads.",
        Partial = true,
    };
}
