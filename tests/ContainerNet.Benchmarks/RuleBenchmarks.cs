using BenchmarkDotNet.Attributes;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Benchmarks;

/// <summary>One packet through prerouting, forward and postrouting: to a published port of a Docker host with firewalld, and to the
/// last but one of 6,500 services of kube-proxy (52,000 rules in 19,500 chains).</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RuleBenchmarks
{
    private static readonly FixedRoutes s_routes = new(0xc0000201, 0xac110001);

    private readonly Packet _packet = new() { Protocol = Packet.Tcp, TcpFlags = Packet.Syn, Input = "eth0" };
    private readonly Connection _connection = new();
    private readonly Forks _forks = new();
    private IReadOnlyList<FirewallChain> _chains = [];
    private PacketFilter _filter = null!;
    private (WideNumber Address, int Port) _target;

    [Params("bookworm", "trixie", "forky", "kube-proxy")]
    public string Rules { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        RuleSet rules;
        if (Rules == "kube-proxy")
        {
            _chains = IptablesSaveParser.Parse(RuleFixtures.Kube(6500), FirewallBackend.IptablesNft, "ip").Chains;
            rules = RuleSet.Compile(_chains, sets: null);
            _target = (0x0a601962, 80);
        }
        else
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "netfilter", Rules);
            string save = File.ReadAllText(Path.Combine(folder, "iptables-save.txt"));
            rules = RuleFixtures.Host(save, File.ReadAllText(Path.Combine(folder, "nft.json")));
            _chains = IptablesSaveParser.Parse(save, FirewallBackend.IptablesNft, "ip").Chains;
            _target = (0xc0000201, 8080);
        }

        _filter = new PacketFilter(rules);
    }

    [Benchmark]
    public HookVerdict Walk()
    {
        _forks.Clear();
        _connection.Clear();
        _packet.Connection = _connection;
        (_packet.Source, _packet.SourcePort, _packet.AnySourcePort, _packet.Mark) = (0xc0000207, 40000, false, 0);
        (_packet.Destination, _packet.DestinationPort, _packet.Output) = (_target.Address, _target.Port, null);
        HookResult result = _filter.Run(PacketHook.Prerouting, _packet, s_routes, _forks, steps: null, full: false);
        _packet.Output = "docker0";
        result = result.Verdict == HookVerdict.Accept ? _filter.Run(PacketHook.Forward, _packet, s_routes, _forks, null, false) : result;
        return result.Verdict == HookVerdict.Accept
            ? _filter.Run(PacketHook.Postrouting, _packet, s_routes, _forks, null, false).Verdict : result.Verdict;
    }

    [Benchmark]
    public RuleSet Compile() => RuleSet.Compile(_chains, sets: null);
}
