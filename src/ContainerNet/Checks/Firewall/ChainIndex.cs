using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The chains of a snapshot by name, and the rules of a long chain by port: a host with hundreds of published ports
/// has a rule for each, and every port is followed through all of them.</summary>
internal sealed class ChainIndex
{
    private const int Long = 24;

    private readonly Dictionary<(FirewallTable, string), FirewallChain> _chains = [];
    private readonly Dictionary<FirewallChain, Dictionary<int, List<FirewallRule>>> _byPort =
        new(ReferenceEqualityComparer.Instance);

    public ChainIndex(Snapshot facts)
    {
        foreach (FirewallChain chain in facts.Chains)
        {
            _chains.TryAdd((chain.Table, chain.Name), chain);
        }
    }

    /// <summary>The chain that a rule of a table jumps to, or null.</summary>
    public FirewallChain? Find(FirewallTable table, string name) => _chains.GetValueOrDefault((table, name));

    /// <summary>The rules that could take a packet for a port, in order: all but those for one other port.</summary>
    public IReadOnlyList<FirewallRule> For(FirewallChain chain, int? port)
    {
        if (port is not int number || chain.Rules.Count < Long)
        {
            return chain.Rules;
        }

        if (!_byPort.TryGetValue(chain, out Dictionary<int, List<FirewallRule>>? ports))
        {
            _byPort[chain] = ports = ByPort(chain);
        }

        return ports.TryGetValue(number, out List<FirewallRule>? rules) ? rules : ports[Elsewhere];
    }

    private const int Elsewhere = -1;

    /// <summary>For each port that a rule names alone, the rules that fit it; under Elsewhere those for all other ports.</summary>
    private static Dictionary<int, List<FirewallRule>> ByPort(FirewallChain chain)
    {
        Dictionary<int, List<FirewallRule>> ports = new() { [Elsewhere] = [] };
        int?[] only = [.. chain.Rules.Select(OnlyPort)];
        foreach (int port in only.OfType<int>())
        {
            ports.TryAdd(port, []);
        }

        for (int i = 0; i < chain.Rules.Count; i++)
        {
            if (only[i] is int port)
            {
                ports[port].Add(chain.Rules[i]);
                continue;
            }

            foreach (List<FirewallRule> rules in ports.Values)
            {
                rules.Add(chain.Rules[i]);
            }
        }

        return ports;
    }

    private static int? OnlyPort(FirewallRule rule) => rule.Match(RuleField.DestinationPort) is { Negated: false, Values: [string value] }
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;
}
