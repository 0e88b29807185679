using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>A host with firewalld 2.3, its zones and, in short, the rules that it writes for them.</summary>
internal static class Zones
{
    private static readonly FirewallTable s_table = new(FirewallBackend.Nftables, "inet", "firewalld");

    public static HostBuilder Host(string bridge, bool bound, string[]? ports = null, string[]? permanentPorts = null) => new HostBuilder()
        .Docker("26.1.5").Web().Unit("firewalld.service", 5).With(s => s with
        {
            Firewalld = Firewalld(bridge, bound, ports ?? [], permanentPorts ?? []),
            Chains = [.. s.Chains, .. Chains(bridge, bound, ports ?? [])],
        });

    public static HostBuilder WithMetrics(bool open, bool permanent = true)
    {
        string[] ports = open ? ["9000/tcp"] : [];
        return Host("docker0", bound: true, ports, permanent ? ports : []).Container("metrics", "172.17.0.9", [], ["9000"], edit: c => c with
        {
            NetworkMode = "host",
            Endpoints = [],
        });
    }

    private static Firewalld Firewalld(string bridge, bool bound, string[] ports, string[] permanentPorts) => new()
    {
        Running = true,
        Version = "2.3.0",
        Backend = "nftables",
        DefaultZone = "public",
        Zones =
        [
            new() { Name = "docker", Active = new() { Target = "ACCEPT", Interfaces = bound ? [bridge] : [] }, Persistent = new() { Target = "ACCEPT" } },
            new()
            {
                Name = "public",
                IsDefault = true,
                Active = new() { Services = ["ssh"], Ports = ports },
                Persistent = new() { Services = ["ssh"], Ports = permanentPorts },
            },
        ],
    };

    private static IEnumerable<FirewallChain> Chains(string bridge, bool bound, string[] ports)
    {
        yield return Chain("filter_FORWARD", "forward",
            Rule("ct state established,related accept", RuleAction.Accept, (RuleField.ConntrackState, "established,related")),
            Rule("ct status dnat accept", RuleAction.Accept, (RuleField.ConntrackStatus, "dnat")),
            bound
                ? Rule($"iifname \"{bridge}\" accept", RuleAction.Accept, (RuleField.InputInterface, bridge))
                : Rule("iifname \"lo\" accept", RuleAction.Accept, (RuleField.InputInterface, "lo")),
            Rule("reject with icmpx admin-prohibited", RuleAction.Reject));
        yield return Chain("filter_INPUT", "input",
        [
            Rule("ct state established,related accept", RuleAction.Accept, (RuleField.ConntrackState, "established,related")),
            .. ports.Select(p => Rule($"tcp dport {p}", RuleAction.Accept, (RuleField.DestinationPort, p.Split('/')[0]))),
            Rule("reject with icmpx admin-prohibited", RuleAction.Reject),
        ]);
    }

    private static FirewallChain Chain(string name, string hook, params FirewallRule[] rules) => new()
    {
        Table = s_table,
        Name = name,
        Hook = hook,
        Type = "filter",
        Priority = 10,
        Policy = RuleAction.Accept,
        Rules = [.. rules.Select(r => r with { Chain = name })],
    };

    private static FirewallRule Rule(string text, RuleAction action, params (RuleField Field, string Values)[] matches) => new()
    {
        Table = s_table,
        Chain = "",
        Number = 1,
        Handle = 7,
        Text = text,
        Action = action,
        Matches = [.. matches.Select(m => new RuleMatch { Field = m.Field, Values = m.Values.Split(',') })],
    };
}
