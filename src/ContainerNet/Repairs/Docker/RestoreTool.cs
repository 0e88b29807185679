using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The iptables programs that write where the engine writes: the same backend, the same family.</summary>
internal sealed class RestoreTool
{
    private const string WaitSeconds = "5";

    private readonly FirewallBackend _backend;
    private readonly string _name;

    private RestoreTool(FirewallBackend backend, AddressFamily family, bool known)
    {
        _backend = backend;
        FamilyName = family == AddressFamily.IPv4 ? "ip" : "ip6";
        string stem = family == AddressFamily.IPv4 ? "iptables" : "ip6tables";
        _name = (known, backend) switch
        {
            (false, _) => stem,
            (_, FirewallBackend.IptablesLegacy) => stem + "-legacy",
            _ => stem + "-nft",
        };
    }

    /// <summary>The family as tables name it.</summary>
    public string FamilyName { get; }

    /// <summary>
    /// The tool for the backend that holds the engine's chains, of this family or the other one; when both or none do,
    /// for the one that holds anything; when nothing is left at all, the host's default, which the engine runs too.
    /// </summary>
    public static RestoreTool For(Snapshot facts, AddressFamily family)
    {
        List<FirewallBackend> own = BackendsOf(facts.Chains.Where(c =>
            c.Name.StartsWith("DOCKER", StringComparison.Ordinal)));
        List<FirewallBackend> backends = own.Count > 0 ? own : BackendsOf(facts.Chains);
        FirewallBackend backend = backends.Contains(FirewallBackend.IptablesNft) || backends.Count == 0
            ? FirewallBackend.IptablesNft
            : FirewallBackend.IptablesLegacy;
        return new RestoreTool(backend, family, known: backends.Count > 0);
    }

    /// <summary>The texts of a chain's rules, or null when there is no such chain.</summary>
    public IReadOnlyList<string>? RulesOf(Snapshot facts, string table, string chain) =>
        facts.Chain(_backend, FamilyName, table, chain) is { } found ? [.. found.Rules.Select(r => r.Text)] : null;

    /// <summary>A command that commits a text.</summary>
    public CommandLine Restore(string script) => new()
    {
        Arguments = [_name + "-restore", "--noflush", "--wait", WaitSeconds],
        Input = script,
        Limit = TimeSpan.FromSeconds(30),
    };

    /// <summary>What the chain must print for the plan to hold; null for a chain that the plan makes (then -N checks it).</summary>
    public CommandCheck? CheckOf(Snapshot facts, string table, ChainChange change)
    {
        if (change.IsNew)
        {
            return null;
        }

        string chain = change.Chain;
        if (facts.Chain(_backend, FamilyName, table, chain) is not { } found)
        {
            // A base chain whose table is gone is printed as an empty one. Unchecked, two repairs would both fill it.
            return new CommandCheck(ListOf(table, chain), $"-P {chain} ACCEPT");
        }

        string head = found.IsBase
            ? $"-P {chain} {(found.Policy == RuleAction.Drop ? "DROP" : "ACCEPT")}"
            : $"-N {chain}";
        IEnumerable<string> lines = found.Rules.Select(r => r.Text.Length > 0 ? $"-A {chain} {r.Text}" : $"-A {chain}");
        return new CommandCheck(ListOf(table, chain), string.Join('\n', lines.Prepend(head)));
    }

    private CommandLine ListOf(string table, string chain) =>
        CommandLine.Of(_name, "--wait", WaitSeconds, "--table", table, "--list-rules", chain);

    private static List<FirewallBackend> BackendsOf(IEnumerable<FirewallChain> chains) =>
        [.. chains.Select(c => c.Table.Backend).Where(b => b != FirewallBackend.Nftables).Distinct()];
}
