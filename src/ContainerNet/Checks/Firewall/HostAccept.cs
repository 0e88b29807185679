using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// What would let a packet through to a port of the host that a general rule or a policy keeps everything from. A rule that names the port was
/// meant for it, and is for who wrote it.
/// </summary>
/// <param name="Owner">ufw, or an administrator.</param>
/// <param name="Table">The table that stopped it.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Before">The rule that stopped it; null for the policy.</param>
/// <param name="Interface">Where the packet comes in.</param>
/// <param name="Port">Its port.</param>
/// <param name="Protocol">Its transport.</param>
internal sealed record HostAccept(
    RuleOwner Owner, FirewallTable Table, string Chain, FirewallRule? Before, string Interface, int Port, Protocol Protocol)
{
    private static readonly RuleField[] s_narrow =
        [RuleField.Unknown, RuleField.DestinationPort, RuleField.SourcePort, RuleField.Set, RuleField.Concatenation, RuleField.Limit];

    /// <summary>The port in the words of rules: "tcp dport 80" is for nft.</summary>
    public string Number => Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The transport, as rules write it.</summary>
    public string Transport => Protocol.ToString().ToLowerInvariant();

    /// <summary>The words of ufw for it, to be allowed.</summary>
    public IReadOnlyList<string> UfwRule => ["allow", "in", "on", Interface, "to", "any", "port", Number, "proto", Transport];

    /// <summary>For the end of a path; null when it is no such case.</summary>
    public static HostAccept? Of(PathEnd end) =>
        end is { IsFirewall: true, IsReply: false, Hop: { Hook: "input", Owner: RuleOwner.Unknown or RuleOwner.Kernel or RuleOwner.Ufw, Chain: { } chain } hop }
        && Questions.Is(hop.Place, Hop.HostPlace) && HopRules.TableOf(hop) is { } table
        && end.Packet is { Protocol: { } protocol and (Protocol.Tcp or Protocol.Udp), DestinationPort: > 0 and int port }
        && DropRemedy.Plain(hop.InputInterface) is { } link && DropRemedy.Plain(table.Name) is not null && DropRemedy.Plain(chain) is not null
        && (end.IsPolicy || (end.Rule is { } rule && IsGeneral(rule)))
            ? new HostAccept(hop.Owner, table, chain, end.Rule, link, port, protocol) : null;

    private static bool IsGeneral(FirewallRule rule) => rule.Matches.All(m => !s_narrow.Contains(m.Field))
        && !rule.Chain.StartsWith("ufw-user", StringComparison.Ordinal) && !rule.Chain.StartsWith("ufw6-user", StringComparison.Ordinal);
}
