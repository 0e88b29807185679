using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Names;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Ports;

/// <summary>
/// A container is told to use a service of its host, and the service listens on the host's loopback only, which what connects the
/// container (pasta, slirp4netns, a bridge) does not lead to. Only what is named with its port counts: that something listens on the
/// host's loopback is no fault.
/// </summary>
internal sealed class HostLoopbackHiddenCheck : ICheck
{
    private static readonly IPAddress s_slirpHost = new([10, 0, 2, 2]);
    private static readonly IPAddress s_pastaHost = new([169, 254, 1, 2]);

    internal static readonly FindingDescriptor Hidden = new(
        "CN5012", "The container cannot reach a service on the host's loopback", Severity.Error,
        "{0} is to use {1} of its host, which listens on {2} only, and {3} does not lead there.");

    public IReadOnlyList<FindingDescriptor> Reports => [Hidden];

    public FactKinds Needs => FactKinds.Engines | FactKinds.HostListeners;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: false }
        from target in Targets(facts, container).DistinctBy(t => (t.Name, t.Port))
        let own = facts.HostListeners.Where(l => l.Protocol == Protocol.Tcp && l.Port == target.Port).ToList()
        where own.Count > 0 && own.TrueForAll(l => l.IsLoopback) && !IsPublished(facts, target.Port)
        let way = HiddenBy(facts, container, target.Name)
        where way is not null
        select About(facts, container, target, own, way);

    /// <summary>The edit that mends such a finding, where a service makes the container and tells it what to use.</summary>
    internal static UnitEdit? EditOf(Finding finding, Snapshot facts, Container container) =>
        (container.HostTargets ?? []).Where(t => SubjectOf(container, t.Name, t.Port) == finding.Subject)
            .Select(t => HiddenBy(facts, container, t.Name) is { } way ? UnitEdits.HostLoopback(facts, container, t.Name, t.Port, way) : null).FirstOrDefault();

    private static string SubjectOf(Container container, string name, int port) => $"{name}:{port} in {container.Name}";

    /// <summary>What the container's command and a proxy in it name.</summary>
    private static IEnumerable<(string Name, int Port, Evidence Evidence)> Targets(Snapshot facts, Container container)
    {
        foreach (HostTarget target in container.HostTargets ?? [])
        {
            yield return (target.Name, target.Port, Questions.Read(
                $"{container.Engine} container {container.Name}, Args", $"{target.Name}:{target.Port}"));
        }

        foreach (RunningProxy proxy in (facts.Proxies ?? []).Where(p => Questions.Is(p.Engine, container.Engine) && Questions.Is(p.Container, container.Name)))
        {
            foreach (UpstreamServer server in ProxyRoutes.Of(proxy).SelectMany(r => r.Upstream).Where(s => s.UnixPath is null && !s.Down))
            {
                yield return (server.Host, server.Port, Questions.Read($"{server.Source}", $"server {server}"));
            }
        }
    }

    /// <summary>A port may be published by rules alone.</summary>
    private static bool IsPublished(Snapshot facts, int port) => facts.PublishedPorts().Any(p => p.HostPort == port && p.Protocol == Protocol.Tcp);

    /// <summary>By what the name's address leads to the host without its loopback, in words; null when it leads elsewhere, or reaches it,
    /// or that is not known.</summary>
    private static string? HiddenBy(Snapshot facts, Container container, string name)
    {
        NameAnswer answer = ContainerNames.Resolve(facts, container, name);
        if (answer.Kind is not (NameKind.HostsFile or NameKind.Literal) || answer.Addresses is not [{ } address])
        {
            return null;
        }

        bool isHost = facts.Addresses.Any(a => a.Address.Equals(address)) && !IPAddress.IsLoopback(address);
        if (facts.EngineOf(container.Engine) is not { Rootless: true })
        {
            return isHost && !Has(facts, container, address) && container.Endpoints.Count > 0 ? "the bridge" : null;
        }

        HostProcess? helper = container.NetworkPath is null ? null : facts.Forwarders.FirstOrDefault(f => f.NetworkPath == container.NetworkPath);
        return helper?.Name switch
        {
            "slirp4netns" when isHost || (address.Equals(s_slirpHost) && helper.HostLoopback is null) => helper.Name,
            // With pasta the container has the host's own address, and reaches itself there.
            "pasta" when address.Equals(s_pastaHost) && !Questions.Is(helper.HostLoopback, $"{address}") => helper.Name,
            _ => null,
        };
    }

    private static bool Has(Snapshot facts, Container container, IPAddress address) =>
        facts.NamespaceOf(container) is not { } inside || inside.Addresses.Any(a => a.Address.Equals(address));

    private static Finding About(
        Snapshot facts, Container container, (string Name, int Port, Evidence Evidence) target, List<ContainerListener> own, string way)
    {
        HostProcess? helper = facts.Forwarders.FirstOrDefault(f => container.NetworkPath is not null && f.NetworkPath == container.NetworkPath);
        string listens = Questions.Names(own.Select(l => Questions.AddressText(l.Address, l.Port)));
        UnitEdit? edit = UnitEdits.HostLoopback(facts, container, target.Name, target.Port, way);
        return Hidden.About(SubjectOf(container, target.Name, target.Port), container.Name, $"{target.Name}:{target.Port}", listens, way) with
        {
            Engine = container.Engine,
            Container = container.Name,
            Evidence =
            [
                target.Evidence,
                Questions.Read("/proc/1/net/tcp", $"listens on {listens}"),
                .. helper is null ? Array.Empty<Evidence>() : [Questions.Read(
                    $"/proc/{helper.ProcessId}/cmdline",
                    helper.HostLoopback is null ? $"{helper.Name}, the host's loopback hidden" : $"{helper.Name}, the host's loopback at {helper.HostLoopback}")],
            ],
            Remedy = edit?.Remedy(Remedy(target.Port, way)) ?? Remedy(target.Port, way),
            Repairable = edit is { IsPossible: true },
        };
    }

    private static string Remedy(int port, string way) => way switch
    {
        "slirp4netns" => $"Let the service listen on an address of the host beside 127.0.0.1, and open {port}/tcp to nobody else; or, for this container,\n"
            + $"--network slirp4netns:allow_host_loopback=true, and use 10.0.2.2:{port}: every service on the host's loopback is open to it then.",
        "pasta" => $"For this container only: --network pasta:-T,{port}, and let it use 127.0.0.1:{port}; or\n"
            + "--network pasta:--map-host-loopback,169.254.1.2: every service on the host's loopback is open to it then; or let the service listen on an address of the host.",
        _ => $"Let the service listen on the bridge's address too, which only containers reach, and let the firewall pass {port}/tcp from the bridge; or run the container with --network host.",
    };
}
