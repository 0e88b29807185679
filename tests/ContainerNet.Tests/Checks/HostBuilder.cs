using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>
/// Builds a host fact by fact. Out of the box it is healthy: Docker 20.10 up after the boot, an uplink host0, forwarding on,
/// and, unless the test says otherwise, exactly the rules that the engine would have written.
/// </summary>
internal sealed class HostBuilder
{
    public static readonly DateTimeOffset Boot = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    private readonly List<ContainerNetwork> _networks = [];
    private readonly List<Container> _containers = [];
    private readonly List<KernelSetting> _settings = [];
    private readonly List<SystemdUnit> _units = [];
    private readonly List<Gap> _gaps = [];
    private readonly List<ContainerListener> _hostListeners = [];
    private readonly List<string> _extraRules = [];
    private ContainerEngine _engine = new()
    {
        Name = "docker",
        Kind = EngineKind.Docker,
        Version = "20.10.24+dfsg1",
        ApiVersion = "1.41",
        Socket = "/run/docker.sock",
        Options = new EngineOptions { Known = true, Source = ["/etc/docker/daemon.json"] },
    };

    private Func<DockerRuleText, string>? _rules = t => t.All();
    private string _policy = "DROP";
    private Func<Snapshot, Snapshot> _edit = s => s;

    public HostBuilder() =>
        Network("bridge", "docker0", "172.17.0.0/16").Setting("net.ipv4.ip_forward", "1").Unit("docker.service", 10);

    public HostBuilder Docker(string version, Func<EngineOptions, EngineOptions>? options = null)
    {
        _engine = _engine with { Version = version, Options = options is null ? _engine.Options : options(_engine.Options) };
        return this;
    }

    public HostBuilder Engine(Func<ContainerEngine, ContainerEngine> edit)
    {
        _engine = edit(_engine);
        return this;
    }

    public HostBuilder Network(string name, string bridge, string subnet, bool isInternal = false, string? subnet6 = null)
    {
        List<NetworkSubnet> subnets = [SubnetOf(subnet)];
        if (subnet6 is not null)
        {
            subnets.Add(SubnetOf(subnet6));
        }

        _networks.Add(new ContainerNetwork
        {
            Engine = _engine.Name,
            Id = name,
            Name = name,
            Driver = "bridge",
            Bridge = bridge,
            Internal = isInternal,
            Subnets = subnets,
        });
        return this;
    }

    /// <summary>A running container; ports as "8080:80" or "127.0.0.1:8080:80/udp", listeners as "80", "127.0.0.1:80".</summary>
    public HostBuilder Container(
        string name, string address, string[] ports, string[]? listens = null, string network = "bridge",
        Func<Container, Container>? edit = null)
    {
        List<PortBinding> bindings = [.. ports.Select(BindingOf)];
        bool closed = _networks.First(n => n.Name == network).Internal;
        Container container = new()
        {
            Engine = _engine.Name,
            Id = name,
            Name = name,
            State = ContainerState.Running,
            ProcessId = 1000 + _containers.Count,
            StartedAt = Boot.AddSeconds(20),
            NetworkMode = network,
            Endpoints = [new() { Network = network, IPv4 = IPAddress.Parse(address), Gateway = closed ? null : _networks.First(n => n.Name == network).Subnets[0].Gateway }],
            PortBindings = bindings,
            ActivePorts = closed ? [] : bindings,
            Listeners = [.. (listens ?? [.. bindings.Select(b => b.ContainerPort.ToString(CultureInfo.InvariantCulture)
                + (b.Protocol == Protocol.Udp ? "/udp" : ""))]).Select(l => ListenerOf(name, l))],
        };
        _containers.Add(edit is null ? container : edit(container));
        return this;
    }

    public HostBuilder Web() => Container("web", "172.17.0.2", ["8080:80", "8443:443"]);

    public HostBuilder Setting(string key, string? value, string? boot = null, string? system = null)
    {
        _settings.RemoveAll(s => s.Key == key);
        SettingAssignment? atBoot = AssignmentOf(key, boot);
        SettingAssignment? bySysctl = AssignmentOf(key, system);
        _settings.Add(new KernelSetting
        {
            Key = key,
            Value = value,
            Boot = atBoot,
            SysctlSystem = bySysctl,
            Assignments = [.. new[] { atBoot, bySysctl }.OfType<SettingAssignment>()],
        });
        return this;
    }

    public HostBuilder Unit(string name, int secondsAfterBoot)
    {
        _units.RemoveAll(u => u.Name == name);
        _units.Add(new SystemdUnit
        {
            Name = name,
            IsLoaded = true,
            ActiveState = "active",
            MainProcessId = 100 + secondsAfterBoot,
            ActiveSince = Boot.AddSeconds(secondsAfterBoot),
            ActiveSinceMonotonicUs = secondsAfterBoot * 1_000_000L,
        });
        return this;
    }

    public HostBuilder HostListener(int port, string process, int pid, string address = "0.0.0.0")
    {
        _hostListeners.Add(ListenerOf(null, $"{address}:{port}") with { ProcessName = process, ProcessId = pid });
        return this;
    }

    public HostBuilder Gap(FactKinds facts, string source = "test", bool partial = false)
    {
        _gaps.Add(new Gap { Facts = facts, Source = source, Reason = "refused", Remedy = "run as root", Partial = partial });
        return this;
    }

    /// <summary>Other rules than the engine's; the function gets the engine's text by parts.</summary>
    public HostBuilder Rules(Func<DockerRuleText, string> rules, string forwardPolicy = "DROP")
    {
        (_rules, _policy) = (rules, forwardPolicy);
        return this;
    }

    /// <summary>No chain at all, as after `nft flush ruleset`.</summary>
    public HostBuilder NoChains()
    {
        _rules = null;
        return this;
    }

    /// <summary>A rule in front of its chain, such as "filter -A DOCKER-USER -i host0 -j DROP".</summary>
    public HostBuilder Insert(string tableAndRule)
    {
        _extraRules.Add(tableAndRule);
        return this;
    }

    public HostBuilder With(Func<Snapshot, Snapshot> edit)
    {
        Func<Snapshot, Snapshot> before = _edit;
        _edit = s => edit(before(s));
        return this;
    }

    public Snapshot Build()
    {
        List<Link> links = [Link(1, "lo") with { IsLoopback = true }, Link(2, "host0"),
            .. _networks.Select((n, i) => Link(10 + i, n.Bridge!) with { Kind = "bridge" })];
        List<Container> joined = [.. _containers.Where(c => c is { IsRunning: true, IsHostNetwork: false, Endpoints.Count: > 0 })];
        links.AddRange(joined.Select((c, i) => Link(100 + i, $"veth{i}") with
        {
            Kind = "veth", PeerIndex = ContainerInside.Eth0, MasterIndex = links.Find(l => l.Name == BridgeOf(c))?.Index ?? 0, PortForwards = true,
        }));
        Snapshot facts = new()
        {
            Host = new HostInfo { Name = "test", IsRoot = true },
            CollectedAt = Boot.AddMinutes(10),
            Engines = [_engine],
            Networks = _networks,
            Containers = _containers,
            Settings = _settings,
            Units = _units,
            Gaps = _gaps,
            Links = links,
            Addresses = [new() { LinkIndex = 2, Address = IPAddress.Parse("192.0.2.1"), PrefixLength = 24 }, .. _networks.SelectMany(
                (n, i) => n.Subnets.Select(s => new InterfaceAddress { LinkIndex = 10 + i, Address = s.Gateway!, PrefixLength = s.Subnet.PrefixLength }))],
            Routes = [RouteOf("0.0.0.0/0", 2, "192.0.2.2"), RouteOf("192.0.2.0/24", 2),
                .. _networks.SelectMany((n, i) => n.Subnets.Select(s => RouteOf($"{s.Subnet}", 10 + i)))],
            RoutingRules = [],
            Namespaces = [.. joined.Select((c, i) => ContainerInside.Of(c, _networks, 100 + i))],
            Connections = [],
            Proxies = [],
            HostListeners = _hostListeners,
            Forwarders = [.. _containers.Where(c => c.IsRunning).SelectMany(Forwarders)],
        };
        return _edit(facts with { Chains = _rules is null ? [] : ChainText.Parse(
            _rules(new DockerRuleText(facts, _engine)), _policy, _extraRules) });
    }

    public Diagnosis Diagnose() => CheckRunner.Run(Build());

    public static Link Link(int index, string name) => new()
    {
        Index = index,
        Name = name,
        MtuBytes = 1500,
        IsUp = true,
        HasCarrier = true,
        ForwardingIPv4 = true,
        ForwardingIPv6 = true,
    };

    private string? BridgeOf(Container container) => _networks.Find(n => n.Name == container.Endpoints[0].Network)?.Bridge;

    public static Route RouteOf(string destination, int link, string? gateway = null) => new()
    {
        Destination = IPNetwork.Parse(destination),
        Gateway = gateway is null ? null : IPAddress.Parse(gateway),
        LinkIndex = link,
        Table = 254,
    };

    /// <summary>A subnet whose gateway is its first address, as engines choose it.</summary>
    private static NetworkSubnet SubnetOf(string text)
    {
        IPNetwork subnet = IPNetwork.Parse(text);
        byte[] first = subnet.BaseAddress.GetAddressBytes();
        first[^1] |= 1;
        return new() { Subnet = subnet, Gateway = new IPAddress(first) };
    }

    private static IEnumerable<HostProcess> Forwarders(Container container) => container.ActivePorts.Select((b, i) => new HostProcess
    {
        ProcessId = container.ProcessId * 10 + i,
        Name = "docker-proxy",
        Protocol = b.Protocol,
        ForwardsFrom = $"{b.HostAddress}:{b.HostPort}",
        ForwardsTo = $"{container.Endpoints[0].IPv4}:{b.ContainerPort}",
    });

    private static PortBinding BindingOf(string text)
    {
        string[] parts = text.Split('/')[0].Split(':');
        return new PortBinding
        {
            Protocol = text.EndsWith("/udp", StringComparison.Ordinal) ? Protocol.Udp : Protocol.Tcp,
            HostAddress = parts.Length == 3 ? IPAddress.Parse(parts[0]) : IPAddress.Any,
            HostPort = int.Parse(parts[^2], CultureInfo.InvariantCulture),
            ContainerPort = int.Parse(parts[^1], CultureInfo.InvariantCulture),
        };
    }

    private static ContainerListener ListenerOf(string? container, string text)
    {
        string[] parts = text.Split('/')[0].Split(':');
        return new ContainerListener
        {
            Container = container,
            Protocol = text.EndsWith("/udp", StringComparison.Ordinal) ? Protocol.Udp : Protocol.Tcp,
            Address = parts.Length == 2 ? IPAddress.Parse(parts[0]) : IPAddress.Any,
            Port = int.Parse(parts[^1], CultureInfo.InvariantCulture),
            ProcessId = container is null ? null : 2000,
            ProcessName = container is null ? null : "app",
        };
    }

    private static SettingAssignment? AssignmentOf(string key, string? text)
    {
        // "/etc/sysctl.d/99-hardening.conf:2=0"
        string[]? parts = text?.Split(':', '=');
        return parts is null ? null : new SettingAssignment
        {
            File = parts[0],
            Line = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Key = key,
            Value = parts[2],
        };
    }
}
