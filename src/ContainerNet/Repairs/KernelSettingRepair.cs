using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>
/// Sets the one kernel setting that a finding is about, and keeps it with a file of our own: loose reverse path filter, more
/// tracked connections, route_localnet of a bridge, iptables for bridged packets.
/// </summary>
public sealed class KernelSettingRepair : IRepair
{
    // struct nf_conn takes 256 in its slab, its extensions up to 128.
    private const int BytesOfConnection = 384;

    private const string ModuleFile = "/etc/modules-load.d/zz-containernet-nf_conntrack.conf";
    private const string Bridged = "net.bridge.bridge-nf-call-iptables";

    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN1005", "CN1006", "CN1007", "CN1008", "CN5009"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts) => !facts.Has(FactKinds.Settings) ? null : finding.Code switch
    {
        "CN1005" => LooseFilter(finding, facts),
        "CN1006" => MoreConnections(finding, facts),
        "CN1007" => RouteLocalnet(finding, facts),
        "CN1008" => SeeBridged(finding, facts),
        "CN5009" => LowPort(finding, facts),
        _ => null,
    };

    /// <summary>The kernel takes the larger of this value and that of all (net/ipv4/fib_frontend.c), so 2 is loose whatever the
    /// other one is.</summary>
    private static RepairPlan? LooseFilter(Finding finding, Snapshot facts)
    {
        if (finding.Interface is null || facts.Link(finding.Interface) is not { } link)
        {
            return null;
        }

        string key = $"net.ipv4.conf.{KernelSetting.InKey(link.Name)}.rp_filter";
        string? now = facts.Setting(key)?.Value
            ?? link.ReversePathFilter?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Make(finding, facts, key, now, "2",
            $"{link.Name} then takes packets whose source is reachable by any interface, also forged ones.",
            $"Make the reverse path filter of {link.Name} loose",
            ["If the route is wrong and not the filter, take this back and mend the route."]);
    }

    /// <summary>Twice as many as now. The setting is there only while nf_conntrack is loaded, and systemd-sysctl runs before an
    /// engine or a firewall loads it: modules-load.d(5) does so earlier.</summary>
    private static RepairPlan? MoreConnections(Finding finding, Snapshot facts)
    {
        const string Key = "net.netfilter.nf_conntrack_max";
        if (facts.SettingNumber(Key) is not { } maximum || maximum == 0)
        {
            return null;
        }

        string now = maximum.ToString(System.Globalization.CultureInfo.InvariantCulture);
        RepairPlan plan = Make(finding, facts, Key, now, (2 * maximum).ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"The kernel may take up to {2 * maximum * BytesOfConnection / 1_000_000} MB for connections, and finds each a little slower: "
                + "the number of hash buckets stays.",
            "Let the host track twice as many connections",
            ["If one client or one service holds most of them (conntrack -L), it is that one to look at."]);
        bool isNew = plan.Steps.OfType<FileStep>().Any(f => f.Before is null);
        return !isNew ? plan : plan with
        {
            Steps =
            [
                .. plan.Steps,
                new FileStep
                {
                    Description = $"Write {ModuleFile}: nf_conntrack, which has to be loaded before a boot sets this",
                    Risk = "None: an engine or a firewall loads it in any case, a little later.",
                    Path = ModuleFile,
                    Content = "# Written by ContainerNet (Repair-ContainerNet). Remove the file to take it back.\nnf_conntrack\n",
                    Before = null,
                },
            ],
        };
    }

    private static RepairPlan? RouteLocalnet(Finding finding, Snapshot facts)
    {
        if (finding.Interface is null || facts.Link(finding.Interface) is not { } bridge)
        {
            return null;
        }

        string key = $"net.ipv4.conf.{KernelSetting.InKey(bridge.Name)}.route_localnet";
        return Make(finding, facts, key, facts.Setting(key)?.Value, "1",
            $"Packets for 127.0.0.0/8 that come in by {bridge.Name} are no longer dropped as such: containers of that network "
                + "may reach services on the host's loopback, as far as the firewall lets them. The engine itself sets it.",
            $"Let {bridge.Name} route loopback addresses",
            []);
    }

    /// <summary>Only where somebody turned it off under a network that needs it; a rule that hits what is bridged is a matter of
    /// that rule.</summary>
    private static RepairPlan? SeeBridged(Finding finding, Snapshot facts)
    {
        string? now = facts.Setting(Bridged)?.Value;
        bool needed = facts.Networks.Any(n => !n.Icc && string.Equals(n.Name, finding.Network, StringComparison.Ordinal)
            && (finding.Engine is null || string.Equals(n.Engine, finding.Engine, StringComparison.Ordinal)));
        return now is null || !needed ? null : Make(finding, facts, Bridged, now, "1",
            "Rules for forwarded packets then also see what containers of one network say to each other, on every bridge.",
            "Let iptables see bridged packets",
            []);
    }

    /// <summary>Then its service is started, which systemd may have given up.</summary>
    private static RepairPlan? LowPort(Finding finding, Snapshot facts)
    {
        const string Key = "net.ipv4.ip_unprivileged_port_start";
        if (finding.Port is not > 0 || facts.SettingNumber(Key) is not { } start)
        {
            return null;
        }

        string port = finding.Port.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        RepairPlan plan = Make(finding, facts, Key, start.ToString(System.Globalization.CultureInfo.InvariantCulture), port,
            $"Every user and every container on the host's network may then listen on ports from {port} on.",
            $"Let users listen on ports from {port} on",
            []);
        ContainerEngine? engine = facts.Engines.FirstOrDefault(e => e.Name == finding.Engine);
        ContainerUnit? unit = (facts.ContainerUnits ?? []).FirstOrDefault(u => u.User is not null && u.User == engine?.User
            && u.HostPorts.Contains(finding.Port.Value));
        return unit is not { UserId: { } user, GroupId: { } group }
            ? plan with { Notes = [.. plan.Notes, $"Start {finding.Container} again afterwards."] }
            : plan with
            {
                Steps =
                [
                    .. plan.Steps,
                    new CommandStep
                    {
                        Description = $"Forget that {unit.Name} of {unit.User} failed",
                        Command = UserCommand.Systemctl(asRoot: true, user, group, "reset-failed", unit.Name),
                        Inverse = null,
                    },
                    new CommandStep
                    {
                        Description = $"Restart {unit.Name} of {unit.User}",
                        Risk = "None: it does not run.",
                        Command = UserCommand.Systemctl(asRoot: true, user, group, "restart", unit.Name),
                        Inverse = UserCommand.Systemctl(asRoot: true, user, group, "stop", unit.Name),
                    },
                ],
            };
    }

    private static RepairPlan Make(
        Finding finding, Snapshot facts, string key, string? now, string value, string risk, string title, IEnumerable<string> advice)
    {
        List<RepairStep> steps = [];
        List<string> notes = [];
        SettingPlan.SetNow(key, now, value, risk, steps);
        SettingPlan.Persist(facts, key, alias: null, value, steps, notes);
        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"{title}, now and after a boot",
            Steps = steps,
            Notes = steps.Count == 0 ? notes : [.. notes, .. advice],
        };
    }
}
