using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Facts of the host itself: kernel, settings, engines, firewalld, routes and interfaces.</summary>
internal static class HostFacts
{
    /// <summary>Every one, in roles.</summary>
    public static IEnumerable<KeyValuePair<FactKey, string>> Of(Snapshot facts, HostRoles roles) =>
        Machine(facts).Concat(Settings(facts, roles)).Concat(Engines(facts)).Concat(Firewalls(facts, roles)).Concat(Routes(facts, roles)).Concat(Links(facts, roles));

    private static KeyValuePair<FactKey, string> Fact(FactArea area, string name, string value, string? network = null) =>
        new(new FactKey(area, name, Network: network), value);

    private static string Word(bool value) => value ? "on" : "off";

    private static IEnumerable<KeyValuePair<FactKey, string>> Machine(Snapshot facts)
    {
        yield return Fact(FactArea.Kernel, "kernel", facts.Host.Kernel);
        yield return Fact(FactArea.OperatingSystem, "operating system", facts.Host.OperatingSystem);
    }

    private static IEnumerable<KeyValuePair<FactKey, string>> Settings(Snapshot facts, HostRoles roles)
    {
        foreach (KernelSetting setting in facts.Settings)
        {
            // A count is no setting, and conf.all.forwarding is another name of ip_forward.
            if (setting.Key is "net.netfilter.nf_conntrack_count" or "net.ipv4.conf.all.forwarding" || Key(setting.Key, roles) is not { } key)
            {
                continue;
            }

            string? network = HostRoles.NetworkIn(key);
            if (setting.Value is { } value)
            {
                yield return Fact(FactArea.Setting, key, value, network);
            }

            if (setting.Boot?.Value is { } boot)
            {
                yield return Fact(FactArea.BootSetting, key, boot, network);
            }
        }
    }

    /// <summary>net.ipv4.conf.INTERFACE.NAME with what the interface is for; null for a container's cable.</summary>
    private static string? Key(string key, HostRoles roles)
    {
        string[] parts = key.Split('.');
        if (parts is not ["net", _, "conf" or "neigh", _, ..])
        {
            return key;
        }

        parts[3] = roles.Interface(parts[3].Replace('/', '.'));
        return parts[3] == HostRoles.Cable ? null : string.Join('.', parts);
    }

    private static IEnumerable<KeyValuePair<FactKey, string>> Engines(Snapshot facts)
    {
        foreach (ContainerEngine engine in facts.Engines)
        {
            yield return Fact(FactArea.Engine, engine.Name, $"{engine.Kind} {engine.Version}");
            yield return Fact(FactArea.EngineOption, $"{engine.Name} firewall backend", engine.FirewallBackend);
            if (!engine.Options.Known)
            {
                continue;
            }

            EngineOptions options = engine.Options;
            (string Name, string Value)[] told =
            [
                ("iptables", Word(options.Iptables)), ("ip6tables", options.Ip6tables is { } v6 ? Word(v6) : "default"),
                ("userland proxy", Word(options.UserlandProxy)), ("icc", Word(options.Icc)), ("ip-masq", Word(options.IpMasq)),
                ("ip-forward", Word(options.IpForward)), ("ip-forward-no-drop", options.IpForwardNoDrop is { } drop ? Word(drop) : "default"),
                ("live-restore", Word(options.LiveRestore)), ("allow-direct-routing", Word(options.AllowDirectRouting)),
                ("bridge-accept-fwmark", options.BridgeAcceptFwmark ?? "none"),
            ];
            foreach ((string name, string value) in told)
            {
                yield return Fact(FactArea.EngineOption, $"{engine.Name} {name}", value);
            }
        }
    }

    private static IEnumerable<KeyValuePair<FactKey, string>> Firewalls(Snapshot facts, HostRoles roles)
    {
        yield return Fact(FactArea.RuleBackend, "rule engines", string.Join(", ", facts.Chains
            .Where(c => c.Rules.Count > 0).Select(c => c.Table.Backend.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        if (facts.Firewalld is not { } firewalld)
        {
            yield break;
        }

        yield return Fact(FactArea.Firewalld, "firewalld", firewalld.Running ? "running" : "not running");
        yield return Fact(FactArea.Firewalld, "firewalld version", firewalld.Version ?? "unknown");
        if (!firewalld.Running)
        {
            yield break;
        }

        yield return Fact(FactArea.Firewalld, "firewalld backend", firewalld.Backend ?? "unknown");
        yield return Fact(FactArea.Zone, "firewalld default zone", firewalld.DefaultZone ?? "unknown");
        foreach (FirewallZone zone in firewalld.Zones.Where(z => z.Active is not null))
        {
            ZoneSettings active = zone.Active!;
            yield return Fact(FactArea.Zone, $"firewalld zone {zone.Name}", Text(active));
            foreach (string bound in active.Interfaces.Concat(active.Sources).Select(roles.Said).Where(b => b != HostRoles.Cable))
            {
                yield return Fact(FactArea.Zone, $"firewalld zone of {bound}", zone.Name, HostRoles.NetworkIn(bound));
            }
        }
    }

    private static string Text(ZoneSettings zone)
    {
        List<string> parts = [$"target {zone.Target}"];
        (string Name, IEnumerable<string> Values)[] lists =
        [
            ("ports", zone.Ports), ("services", zone.Services), ("rich rules", zone.RichRules), ("forward ports", zone.ForwardPorts),
        ];
        parts.AddRange(lists.Where(l => l.Values.Any()).Select(l => $"{l.Name} {string.Join(' ', l.Values.Order(StringComparer.Ordinal))}"));
        parts.Add($"masquerade {Word(zone.Masquerade)}");
        parts.Add($"forward {Word(zone.Forward)}");
        return string.Join(", ", parts);
    }

    /// <summary>The routes that are not those of containers' networks, which say no more than the networks do.</summary>
    private static IEnumerable<KeyValuePair<FactKey, string>> Routes(Snapshot facts, HostRoles roles)
    {
        const int Local = 255;
        Dictionary<int, string> links = facts.Links.DistinctBy(l => l.Index).ToDictionary(l => l.Index, l => roles.Interface(l.Name));
        List<string> lines = [.. facts.Routes
            .Where(r => r.Table != Local && !(r.Gateway is null && links.TryGetValue(r.LinkIndex, out string? link) && (link.StartsWith("<bridge ", StringComparison.Ordinal) || link == HostRoles.Cable)))
            .Where(r => r.Destination.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            .Select(r => string.Create(CultureInfo.InvariantCulture,
                $"{r.Type} {roles.Said(r.Destination.ToString())}{(r.Gateway is null ? "" : $" via {roles.Said(r.Gateway.ToString())}")} dev {links.GetValueOrDefault(r.LinkIndex, "none")} table {r.Table}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        yield return Fact(FactArea.Route, "routes", string.Join('\n', lines));
        if (facts.RoutingRules is { } rules)
        {
            yield return Fact(FactArea.Route, "routing rules", string.Join('\n', rules.Select(r => Text(r, roles))));
        }
    }

    private static string Text(RoutingRule rule, HostRoles roles)
    {
        (string Name, string? Value)[] parts =
        [
            ("from", rule.Source?.ToString()), ("to", rule.Destination?.ToString()), ("iif", rule.InputInterface), ("oif", rule.OutputInterface),
            ("fwmark", rule.MarkMask == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{rule.Mark:x}/{rule.MarkMask:x}")),
            ("ipproto", rule.IpProtocol?.ToString(CultureInfo.InvariantCulture)), ("sport", rule.SourcePorts), ("dport", rule.DestinationPorts),
            ("goto", rule.Target?.ToString(CultureInfo.InvariantCulture)),
            ("suppress_prefixlength", rule.SuppressPrefixLength?.ToString(CultureInfo.InvariantCulture)), ("and", rule.NotUnderstood),
        ];
        string told = string.Concat(parts.Where(p => p.Value is not null).Select(p => $" {p.Name} {roles.Said(p.Value!)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{rule.Family} {rule.Priority}:{(rule.Inverted ? " not" : "")}{told} {rule.Action} {rule.Table}");
    }

    private static IEnumerable<KeyValuePair<FactKey, string>> Links(Snapshot facts, HostRoles roles)
    {
        foreach (Link link in facts.Links.Where(l => !l.IsLoopback))
        {
            string role = roles.Interface(link.Name);
            if (role.StartsWith('<') && role != HostRoles.Cable)
            {
                string? network = HostRoles.NetworkIn(role);
                yield return Fact(FactArea.Link, $"state of {role}", link.IsUp ? "up" : "down", network);
                yield return Fact(FactArea.Link, $"MTU of {role}", link.MtuBytes.ToString(CultureInfo.InvariantCulture), network);
            }
        }
    }
}
