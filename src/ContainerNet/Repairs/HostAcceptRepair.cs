using ContainerNet.Checks;
using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>
/// Lets packets through to a port of the host that a general drop or policy of an administrator or of ufw keeps them from, as those of
/// containers behind a proxy: one exception, for one interface and one port, in the words of who wrote the firewall.
/// </summary>
public sealed class HostAcceptRepair : IRepair
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN3003"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(facts);
        List<HostAccept?> accepts = !Diagnoser.CanWalk(facts) ? [] : [.. PredictedPaths.Of(facts)
            .Select(p => PathEnd.Of(facts, p)).OfType<PathEnd>()
            .Where(e => finding.Subject == e.Subject && finding.Message.Contains(HopRules.Place(e.Hop), StringComparison.Ordinal))
            .Select(HostAccept.Of).Distinct()];
        if (accepts is not [{ } accept])
        {
            return null;
        }

        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Let {accept.Port}/{accept.Transport} of this host be reached from {accept.Interface}",
            Steps = [Step(accept)],
            Notes = accept.Owner == RuleOwner.Ufw ? []
                : ["It is gone when the rules are written anew, at the next boot perhaps: write it into the file that makes them as well."],
        };
    }

    private static RepairStep Step(HostAccept accept)
    {
        string risk = $"Whoever comes in by {accept.Interface} reaches {accept.Port}/{accept.Transport} of this host.";
        if (accept.Owner == RuleOwner.Ufw)
        {
            return Command("Allow it in ufw", risk, ["ufw", .. accept.UfwRule], ["ufw", "delete", .. accept.UfwRule]);
        }

        if (accept.Table.Backend == FirewallBackend.Nftables)
        {
            return new NftRuleStep
            {
                Description = $"Accept it in {accept.Table}, chain {accept.Chain}",
                Risk = risk,
                Family = accept.Table.Family,
                Table = accept.Table.Name,
                Chain = accept.Chain,
                Rule = ["iifname", $"\"{accept.Interface}\"", accept.Transport, "dport", accept.Number, "accept"],
                Comment = $"containernet: {accept.Interface} to {accept.Port}/{accept.Transport}",
                Before = accept.Before?.Handle,
            };
        }

        string tool = (Questions.Is(accept.Table.Family, "ip6") ? "ip6tables" : "iptables")
            + (accept.Table.Backend == FirewallBackend.IptablesLegacy ? "-legacy" : "");
        string[] table = [tool, "--wait", "5", "--table", accept.Table.Name];
        string[] rule = ["--in-interface", accept.Interface, "--protocol", accept.Transport, "--dport", accept.Number, "--jump", "ACCEPT"];
        return Command(
            $"Accept it in {accept.Table}, chain {accept.Chain}", risk,
            accept.Before is { } before ? [.. table, "--insert", accept.Chain, $"{before.Number}", .. rule] : [.. table, "--append", accept.Chain, .. rule],
            [.. table, "--delete", accept.Chain, .. rule]);
    }

    private static CommandStep Command(string description, string risk, string[] command, string[] inverse) => new()
    {
        Description = description,
        Risk = risk,
        Command = CommandLine.Of(command) with { Limit = s_limit },
        Inverse = CommandLine.Of(inverse) with { Limit = s_limit },
    };
}
