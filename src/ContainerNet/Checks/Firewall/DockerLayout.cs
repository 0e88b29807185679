using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The chains that a Docker engine writes, by version and options: what can be missing.</summary>
internal sealed class DockerLayout
{
    private static readonly Version s_forwardChains = new(28, 0, 1);
    private static readonly Version s_rawRules = new(28, 0);
    private static readonly Version s_rawByAddress = new(28, 2);
    private static readonly Version s_noIsolation = new(29, 0);

    private readonly bool _nftables;

    private DockerLayout(ContainerEngine engine, Version version)
    {
        Engine = engine;
        Version = version;
        _nftables = engine.FirewallBackend.StartsWith("nftables", StringComparison.Ordinal);
    }

    /// <summary>The engine.</summary>
    public ContainerEngine Engine { get; }

    /// <summary>Its version; 0.0 when its text was not understood.</summary>
    public Version Version { get; }

    /// <summary>Does it write through iptables?</summary>
    public bool Iptables => !_nftables;

    /// <summary>The chain that leads published ports to their containers.</summary>
    public (string Table, string Chain) Translation => Iptables ? ("nat", "DOCKER") : ("docker-bridges", "nat-PREROUTING");

    /// <summary>Can Repair-DockerChain write its rules? It knows those of 20.10 to 29, but for 28.0.0, and those of nftables of 29.</summary>
    public bool Repairable => Version.Major is >= 20 and <= 29 && (Iptables || Version.Major == 29)
        && Version is not { Major: 28, Minor: 0, Build: <= 0 };

    /// <summary>How a person puts its rules back.</summary>
    public string Remedy => (Repairable ? "Repair-DockerChain, which writes exactly the missing rules and restarts nothing,\nor " : "")
        + "systemctl restart docker" + (Engine.Options.LiveRestore
            ? " (containers live on; with live-restore it leaves the jump to DOCKER-USER out)"
            : " (which restarts every container)");

    /// <summary>Does it keep networks apart with DOCKER-ISOLATION-STAGE-1 and -2?</summary>
    public bool Isolates => Iptables && Version.Major > 0 && Version < s_noIsolation;

    /// <summary>Does it drop direct access to each container's address in raw PREROUTING?</summary>
    public bool RawByAddress => Iptables && Version >= s_rawByAddress && !Engine.Options.AllowDirectRouting;

    /// <summary>Does it drop direct access to each published port in raw PREROUTING?</summary>
    public bool RawByPort => Iptables && Version >= s_rawRules && Version < s_rawByAddress;

    /// <summary>Does it write IPv6 rules (by default from 27 on)?</summary>
    public bool IPv6 => Engine.Options.Ip6tables ?? Version.Major >= 27;

    /// <summary>The layout of an engine that writes such chains on this host, else null.</summary>
    public static DockerLayout? Of(ContainerEngine engine)
    {
        if (engine.Kind != EngineKind.Docker || engine.Rootless || !engine.Options.Iptables)
        {
            return null;
        }

        return new DockerLayout(engine, EngineVersion.Of(engine));
    }

    /// <summary>The chains that it writes for one family ("ip" or "ip6").</summary>
    public IEnumerable<(string Table, string Chain)> Chains()
    {
        if (_nftables)
        {
            yield return ("docker-bridges", "filter-FORWARD");
            yield return ("docker-bridges", "nat-PREROUTING");
            yield break;
        }

        yield return ("filter", "DOCKER");
        if (Isolates)
        {
            yield return ("filter", "DOCKER-ISOLATION-STAGE-1");
            yield return ("filter", "DOCKER-ISOLATION-STAGE-2");
        }

        if (Version >= s_forwardChains)
        {
            yield return ("filter", "DOCKER-BRIDGE");
            yield return ("filter", "DOCKER-CT");
            yield return ("filter", "DOCKER-FORWARD");
        }

        if (Version >= s_noIsolation)
        {
            yield return ("filter", "DOCKER-INTERNAL");
        }

        yield return ("nat", "DOCKER");
    }

    /// <summary>The IPv4 chains that should be there and are not; only to be asked when the rules were read as a whole.</summary>
    public IEnumerable<(string Table, string Chain)> Missing(Snapshot facts) =>
        facts.Networks.Any(n => Questions.Is(n.Engine, Engine.Name) && n.Bridge is not null)
            ? Chains().Where(c => Find(facts, c.Table, c.Chain) is null)
            : [];

    /// <summary>A chain of its own or a built-in one, in the backend that holds the engine's chains.</summary>
    public FirewallChain? Find(Snapshot facts, string table, string chain, string family = "ip") => _nftables
        ? facts.Chain(FirewallBackend.Nftables, family, table, chain)
        : facts.Chain(BackendOf(facts), family, table, chain);

    /// <summary>The backend that the engine's iptables command writes to, as far as its chains tell; when none is left, the
    /// one that holds anything.</summary>
    public static FirewallBackend BackendOf(Snapshot facts)
    {
        static bool IsDockers(FirewallChain c) => c.Table.Name is "filter" or "nat"
            && (Questions.Is(c.Name, "DOCKER") || c.Name.StartsWith("DOCKER-", StringComparison.Ordinal));

        List<FirewallBackend> own = [.. facts.Chains.Where(IsDockers).Select(c => c.Table.Backend).Distinct()];
        List<FirewallBackend> held = own.Count > 0 ? own : [.. facts.Chains.Select(c => c.Table.Backend).Distinct()];
        return !held.Contains(FirewallBackend.IptablesNft) && held.Contains(FirewallBackend.IptablesLegacy)
            ? FirewallBackend.IptablesLegacy
            : FirewallBackend.IptablesNft;
    }
}
