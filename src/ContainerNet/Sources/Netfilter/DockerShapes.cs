using System.Buffers;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The rules that Docker writes into built-in chains, which carry no comment and no name of its own: known by
/// their shape and the bridge they speak of (moby drivers/bridge, 20.10 to 29).</summary>
internal static class DockerShapes
{
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Does the rule have the shape of one that Docker writes for one of its bridges?</summary>
    public static bool Fits(FirewallRule rule, HashSet<string> bridges) => (rule.Table.Name, rule.Chain) switch
    {
        ("filter", "FORWARD") => FitsForward(rule, bridges),
        ("nat", "POSTROUTING") => FitsPostrouting(rule, bridges),
        ("raw", "PREROUTING") => FitsRaw(rule, bridges),
        _ => false,
    };

    // -o BR -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; -i BR ! -o BR -j ACCEPT; -i BR -o BR -j ACCEPT or DROP
    private static bool FitsForward(FirewallRule rule, HashSet<string> bridges)
    {
        RuleMatch? input = rule.Match(RuleField.InputInterface);
        RuleMatch? output = rule.Match(RuleField.OutputInterface);
        if (rule.Matches.Count != 2 || output is null || !IsBridge(output.Value, bridges))
        {
            return false;
        }

        if (input is null)
        {
            return rule.Action == RuleAction.Accept && !output.Negated
                && rule.Match(RuleField.ConntrackState) is { Negated: false, Values.Count: 2 } state
                && state.Values.Contains("related") && state.Values.Contains("established");
        }

        return input.Value == output.Value && !input.Negated
            && (rule.Action == RuleAction.Accept || (rule.Action == RuleAction.Drop && !output.Negated));
    }

    // -s SUBNET ! -o BR -j MASQUERADE or SNAT; -s IP -d IP -p tcp --dport N -j MASQUERADE;
    // -o BR -m addrtype --src-type LOCAL -j MASQUERADE
    private static bool FitsPostrouting(FirewallRule rule, HashSet<string> bridges)
    {
        if (rule.Action is not (RuleAction.Masquerade or RuleAction.Snat))
        {
            return false;
        }

        RuleMatch? source = rule.Match(RuleField.SourceAddress);
        if (rule.Match(RuleField.OutputInterface) is RuleMatch output)
        {
            return rule.Matches.Count == 2 && IsBridge(output.Value, bridges)
                && (output.Negated
                    ? source is { Negated: false }
                    : rule.Match(RuleField.SourceType) is { Negated: false, Value: "local" });
        }

        return rule.Matches.Count == 4 && source is { Negated: false }
            && rule.Match(RuleField.DestinationAddress) is { Negated: false } destination
            && destination.Value == source.Value && rule.Match(RuleField.DestinationPort) is not null;
    }

    // -d IP ! -i BR [-p tcp --dport N] -j DROP; -d 127.0.0.1 ! -i lo -p tcp --dport N -j DROP; -d IP -i IF -j ACCEPT
    private static bool FitsRaw(FirewallRule rule, HashSet<string> bridges) =>
        rule.Action == RuleAction.Drop && rule.Match(RuleField.DestinationAddress) is { Negated: false }
        && rule.Match(RuleField.InputInterface) is { Negated: true } input
        && (IsBridge(input.Value, bridges)
            || (input.Value == "lo" && rule.Matches.Count == 4 && rule.Match(RuleField.DestinationPort) is not null));

    // Names that the engine gives: docker0, docker_gwbridge, br- and twelve digits of the network's id.
    private static bool IsBridge(string name, HashSet<string> bridges) =>
        name is "docker0" or "docker_gwbridge" || bridges.Contains(name)
        || (name.Length == 15 && name.StartsWith("br-", StringComparison.Ordinal) && name.AsSpan(3).IndexOfAnyExcept(s_hex) < 0);
}
