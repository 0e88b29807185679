using System.Net;
using System.Text.Json;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>A recorded host of tests/Fixtures/repairs: its networks, containers and rules.</summary>
internal sealed record RepairHost
{
    public required Snapshot Facts { get; init; }

    public required RuleModel IPv4 { get; init; }

    public required RuleModel IPv6 { get; init; }

    public ContainerEngine Engine => Facts.Engines[0];

    public static RepairHost Load(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "repairs", name);
        string snapshotFile = Path.Combine(folder, "snapshot.json");
        return new RepairHost
        {
            Facts = File.Exists(snapshotFile) ? SnapshotJson.Read(File.ReadAllBytes(snapshotFile), name) : FactsOf(folder, name),
            IPv4 = RuleModel.Parse(File.ReadAllText(Path.Combine(folder, "iptables-save.txt"))),
            IPv6 = RuleModel.Parse(File.ReadAllText(Path.Combine(folder, "ip6tables-save.txt"))),
        };
    }

    private static Snapshot FactsOf(string folder, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "facts.json")));
        JsonElement facts = document.RootElement;
        return new Snapshot
        {
            Host = new HostInfo { Name = name, IsRoot = true },
            CollectedAt = DateTimeOffset.UnixEpoch,
            Engines = [EngineOf(facts)],
            Networks = [.. facts.GetProperty("networks").EnumerateArray().Select(NetworkOf)],
            Containers = [.. facts.GetProperty("containers").EnumerateArray().Select(ContainerOf)],
            Links = [.. facts.GetProperty("links").EnumerateArray().Select(l => new Link
            {
                Index = l.GetProperty("index").GetInt32(), Name = Text(l, "name"), IsUp = true,
            })],
            Forwarders = [.. facts.GetProperty("forwarders").EnumerateArray().Select(f => new HostProcess
            {
                ProcessId = 1, Name = "docker-proxy", ForwardsFrom = Text(f, "from"), ForwardsTo = Text(f, "to"), Protocol = ProtocolOf(f),
            })],
            Settings = [new KernelSetting { Key = "net.ipv4.ip_forward", Value = "1" }],
        };
    }

    /// <summary>The facts with the rules of now.</summary>
    public Snapshot Snapshot(FirewallBackend backend = FirewallBackend.IptablesNft) => Facts with
    {
        Chains = [.. IPv4.ToChains("ip", backend), .. IPv6.ToChains("ip6", backend)],
    };

    /// <summary>The host after a plan.</summary>
    public RepairHost After(RepairPlan plan) => plan.Steps.Cast<CommandStep>().Aggregate(this, (h, s) => h.Commit(s.Command));

    /// <summary>The host after a plan was taken back.</summary>
    public RepairHost Before(RepairPlan plan) =>
        plan.Steps.Reverse().Cast<CommandStep>().Aggregate(this, (h, s) => h.Commit(s.Inverse!));

    private RepairHost Commit(Hosting.CommandLine command) => command.Arguments[0].StartsWith("ip6", StringComparison.Ordinal)
        ? this with { IPv6 = IPv6.Restore(command.Input!) }
        : this with { IPv4 = IPv4.Restore(command.Input!) };

    private static ContainerEngine EngineOf(JsonElement facts) => new()
    {
        Name = "docker",
        Kind = EngineKind.Docker,
        Version = Text(facts, "version"),
        ApiVersion = "1.41",
        Socket = "/run/docker.sock",
        Options = new EngineOptions
        {
            Known = true,
            UserlandProxy = facts.GetProperty("userlandProxy").GetBoolean(),
            Ip6tables = facts.GetProperty("ip6tables").ValueKind == JsonValueKind.Null ? null : facts.GetProperty("ip6tables").GetBoolean(),
        },
    };

    private static ContainerNetwork NetworkOf(JsonElement n) => new()
    {
        Engine = "docker",
        Id = Text(n, "id"),
        Name = Text(n, "name"),
        Driver = "bridge",
        Bridge = Text(n, "bridge"),
        Internal = n.GetProperty("internal").GetBoolean(),
        Icc = n.GetProperty("icc").GetBoolean(),
        Masquerade = n.GetProperty("masquerade").GetBoolean(),
        Options = n.GetProperty("options").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetString()!),
        Subnets = [.. n.GetProperty("subnets").EnumerateArray().Select(s => new NetworkSubnet { Subnet = System.Net.IPNetwork.Parse(s.GetString()!) })],
    };

    private static Container ContainerOf(JsonElement c) => new()
    {
        Engine = "docker",
        Id = Text(c, "id"),
        Name = Text(c, "name"),
        State = c.GetProperty("running").GetBoolean() ? ContainerState.Running : ContainerState.Exited,
        StartedAt = DateTimeOffset.Parse(Text(c, "startedAt"), System.Globalization.CultureInfo.InvariantCulture),
        PortBindings = [.. c.GetProperty("bindings").EnumerateArray().Select(BindingOf)],
        ActivePorts = [.. c.GetProperty("ports").EnumerateArray().Select(BindingOf)],
        Endpoints = [.. c.GetProperty("endpoints").EnumerateArray().Select(e => new ContainerEndpoint
        {
            Network = Text(e, "network"), NetworkId = Text(e, "id"), IPv4 = Address(e, "ipv4"), IPv6 = Address(e, "ipv6"),
        })],
    };

    private static PortBinding BindingOf(JsonElement b) => new()
    {
        Protocol = ProtocolOf(b),
        ContainerPort = b.GetProperty("port").GetInt32(),
        HostAddress = Address(b, "hostAddress"),
        HostPort = b.GetProperty("hostPort").GetInt32(),
    };

    private static Protocol ProtocolOf(JsonElement e) => Enum.Parse<Protocol>(Text(e, "protocol"), ignoreCase: true);

    private static IPAddress? Address(JsonElement e, string name) => IPAddress.TryParse(Text(e, name), out IPAddress? address) ? address : null;

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString() ?? "";
}
