using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>A path's verdict in one sentence.</summary>
public static class PathSentence
{
    /// <summary>Says it.</summary>
    /// <param name="verdict">What became of the packet.</param>
    /// <param name="hop">The hop that decided, or null.</param>
    /// <param name="target">Where it was to go.</param>
    public static string Of(PathVerdict verdict, Hop? hop, string target)
    {
        string answer = hop?.Direction == PathDirection.Reply ? "The answer was" : "";
        return verdict switch
        {
            PathVerdict.Delivered => $"Delivered to {target}, and answered.",
            PathVerdict.Rejected when hop is { Layer: not (HopLayer.Netfilter or HopLayer.Routing) } =>
                $"Refused by {target}: {hop.Detail}.",
            PathVerdict.Dropped or PathVerdict.Rejected when hop is { Layer: HopLayer.Link } =>
                $"{Stopped(answer, verdict)}: {Where(hop)}.",
            PathVerdict.Dropped or PathVerdict.Rejected when hop is not null =>
                $"{Stopped(answer, verdict)} {Where(hop)}.",
            PathVerdict.Dropped or PathVerdict.Rejected => $"{Stopped(answer, verdict)} on its way to {target}.",
            PathVerdict.Unanswered => $"No answer came from {target}{(hop is null ? "" : $": {Where(hop)}")}.",
            _ => $"Nothing can be said about the way to {target}{(hop is { Detail.Length: > 0 } ? $": {hop.Detail}" : "")}.",
        };
    }

    /// <summary>"by rule 3 of filter DOCKER-USER (-j DROP)".</summary>
    public static string Rule(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        string legacy = hop.Backend == FirewallBackend.IptablesLegacy ? " (legacy)" : "";
        string chain = $"{hop.Table}{legacy} {hop.Chain}";
        if (hop.Handle is null && hop.Number is null)
        {
            return $"the policy of chain {chain}";
        }

        string name = hop.Number is int number
            ? $"rule {number.ToString(CultureInfo.InvariantCulture)} of {chain}"
            : $"rule with handle {hop.Handle?.ToString(CultureInfo.InvariantCulture)} of {chain}";
        return hop.Rule is null ? name : $"{name} ({hop.Rule})";
    }

    private static string Stopped(string answer, PathVerdict verdict)
    {
        string word = verdict == PathVerdict.Rejected ? "rejected" : "dropped";
        return answer.Length > 0 ? $"{answer} {word}" : char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static string Where(Hop hop)
    {
        string place = hop.Place == Hop.HostPlace ? "" : $" in {hop.Place}";
        return hop.Layer switch
        {
            HopLayer.Netfilter when hop.Action == HopAction.Vanish => $"at {hop.Hook}{place} by no rule of nf_tables: {hop.Detail}",
            HopLayer.Netfilter => $"at {hop.Hook}{place} by {Rule(hop)}{Writer(hop)}",
            HopLayer.Routing => $"by no rule, at the routing decision{place}: {hop.Detail}",
            HopLayer.Link => hop.Detail.Length > 0 ? hop.Detail : $"it left by {hop.OutputInterface}{place}",
            _ => hop.Detail.Length > 0 ? hop.Detail : $"it reached the socket{place}",
        };
    }

    private static string Writer(Hop hop) => hop.Owner switch
    {
        RuleOwner.Firewalld => hop.Zone is null ? ", which firewalld wrote"
            : hop.Zone.StartsWith("policy ", StringComparison.Ordinal) ? $", which firewalld wrote for {hop.Zone}"
            : $", which firewalld wrote for zone {hop.Zone}",
        RuleOwner.DockerUser => ", the administrator's own chain",
        RuleOwner.Unknown or RuleOwner.Kernel => "",
        _ => $", which {hop.Owner} wrote",
    };
}
