using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

/// <summary>What lets a packet through that a rule or a policy stopped, by who wrote that.</summary>
internal static class DropRemedy
{
    /// <summary>Commands and words for a person.</summary>
    public static string For(PathEnd end, Snapshot facts) => end.MisroutedFrom(facts) is { } container
        ? $"The packet was for container {container.Name} and was about to leave by {end.Hop.OutputInterface}, "
            + $"which does not lead there.\nLook at the route and the bridge first: ip route get {end.Packet.Destination}; ip -brief link"
        : ByOwner(end, facts);

    private static string ByOwner(PathEnd end, Snapshot facts) => end.Hop.Owner switch
    {
        RuleOwner.Firewalld => Firewalld(end, facts),
        RuleOwner.Ufw => Ufw(end),
        RuleOwner.Docker or RuleOwner.Netavark => Engine(end, facts),
        RuleOwner.Kubernetes or RuleOwner.Libvirt =>
            $"{end.Hop.Owner} wrote the rule and will write it again: change its configuration.",
        _ => (end.IsPolicy ? Policy(end) : Rule(end)) + Direct(end, facts),
    };

    /// <summary>A rule that somebody wrote by hand.</summary>
    private static string Rule(PathEnd end)
    {
        if (HostAccept.Of(end) is { Before: { } before })
        {
            // It stops all sorts of things, and somebody wants it: an exception goes before it.
            return (end.Hop is { Backend: FirewallBackend.Nftables, Handle: long at }
                    ? $"nft insert rule {end.Hop.Family} {end.Hop.Table} {end.Hop.Chain} position {at.ToString(CultureInfo.InvariantCulture)} {NftMatch(end)} accept"
                    : $"{Command(end.Hop)}{(end.Hop.Backend == FirewallBackend.IptablesLegacy ? "-legacy" : "")} -t {end.Hop.Table} "
                        + $"-I {end.Hop.Chain} {before.Number.ToString(CultureInfo.InvariantCulture)} {IptablesMatch(end)} -j ACCEPT")
                + "\nand the same where the rule is written at boot.";
        }

        string? delete = Delete(end);
        return (delete is null ? $"Delete the rule in {HopRules.Place(end.Hop)}" : $"{Look(end.Hop)}\n{delete}")
            + "\nand find out what writes it at boot, or it comes back.";
    }

    /// <summary>A container's own address is no way in for other machines.</summary>
    private static string Direct(PathEnd end, Snapshot facts) =>
        !end.IsReply && PathEnd.ContainerAt(facts, end.Path.Packet.Destination) is not null
            && PathEnd.NetworkOf(facts, end.Hop.InputInterface) is null
            ? "\nor publish the port, and use the published one instead of the container's own address." : "";

    private static string? Delete(PathEnd end)
    {
        Hop hop = end.Hop;
        if (HopRules.TableOf(hop) is not { } table || hop.Chain is not { } chain || !IsPlain(table.Name) || !IsPlain(chain))
        {
            return null;
        }

        // Numbers shift; a handle is for ever. nft deletes rules of iptables-nft as well.
        return table.Backend != FirewallBackend.IptablesLegacy && hop.Handle is long handle
            ? $"nft delete rule {table.Family} {table.Name} {chain} handle {handle.ToString(CultureInfo.InvariantCulture)}"
            : hop.Number is int number
                ? RuleTexts.Delete(new FirewallRule { Table = table, Chain = chain, Number = number, Text = hop.Rule ?? "" })
                : null;
    }

    private static string Look(Hop hop) => hop.Backend switch
    {
        FirewallBackend.Nftables => $"Look at it: nft -a list chain {hop.Family} {hop.Table} {hop.Chain}",
        FirewallBackend.IptablesLegacy => $"Look at it: {Command(hop)}-legacy -t {hop.Table} -nvL {hop.Chain} --line-numbers",
        _ => $"Look at it: {Command(hop)} -t {hop.Table} -nvL {hop.Chain} --line-numbers",
    };

    private static string Policy(PathEnd end)
    {
        Hop hop = end.Hop;
        if (HopRules.TableOf(hop) is not { } table || hop.Chain is not { } chain || !IsPlain(table.Name) || !IsPlain(chain))
        {
            return $"Accept the packet in {HopRules.Place(hop)}, before its policy.";
        }

        return table.Backend == FirewallBackend.Nftables
            ? $"nft insert rule {table.Family} {table.Name} {chain} {NftMatch(end)} accept\n"
                + "and the same in the file that makes the table."
            : $"{Command(hop)}{(table.Backend == FirewallBackend.IptablesLegacy ? "-legacy" : "")} -t {table.Name} "
                + $"-I {chain} {IptablesMatch(end)} -j ACCEPT";
    }

    private static string NftMatch(PathEnd end) => string.Join(' ', new[]
    {
        Plain(end.Hop.InputInterface) is { } input ? $"iifname {input}" : null,
        Plain(end.Hop.OutputInterface) is { } output ? $"oifname {output}" : null,
        end.IsReply ? "ct state established,related"
            : end.Packet is { Protocol: { } protocol, DestinationPort: > 0 and int port }
                ? $"{protocol.ToString().ToLowerInvariant()} dport {port.ToString(CultureInfo.InvariantCulture)}" : null,
    }.OfType<string>());

    private static string IptablesMatch(PathEnd end) => string.Join(' ', new[]
    {
        Plain(end.Hop.InputInterface) is { } input ? $"-i {input}" : null,
        Plain(end.Hop.OutputInterface) is { } output ? $"-o {output}" : null,
        end.IsReply ? "-m conntrack --ctstate RELATED,ESTABLISHED"
            : end.Packet is { Protocol: { } protocol, DestinationPort: > 0 and int port }
                ? $"-p {protocol.ToString().ToLowerInvariant()} --dport {port.ToString(CultureInfo.InvariantCulture)}" : null,
    }.OfType<string>());

    private static string Firewalld(PathEnd end, Snapshot facts)
    {
        if (Questions.Is(end.Hop.Hook, "forward"))
        {
            ContainerNetwork? network = PathEnd.NetworkOf(facts, end.Hop.OutputInterface)
                ?? PathEnd.NetworkOf(facts, end.Hop.InputInterface);
            string bridge = Plain(network?.Bridge) ?? "BRIDGE";
            string trusted = facts.Firewalld?.Zones.Any(z => Questions.Is(z.Name, "docker")) == true ? "docker" : "trusted";
            return $"firewall-cmd --zone={trusted} --add-interface={bridge}\n"
                + $"firewall-cmd --permanent --zone={trusted} --add-interface={bridge}\n"
                + "or, where the bridge is in it already, look for a policy or a rich rule: "
                + "firewall-cmd --list-all-policies; firewall-cmd --list-all-zones";
        }

        string zone = Plain(end.Hop.Zone
            ?? (end.Hop.InputInterface is { } link ? facts.Firewalld?.ZoneOf(link)?.Name : null)) ?? "ZONE";
        string port = Questions.PortText(end.Packet.DestinationPort, end.Path.Protocol);
        return $"firewall-cmd --zone={zone} --add-port={port}\nfirewall-cmd --permanent --zone={zone} --add-port={port}";
    }

    private static string Ufw(PathEnd end)
    {
        string port = end.Packet.DestinationPort.ToString(CultureInfo.InvariantCulture);
        string protocol = end.Path.Protocol.ToString().ToLowerInvariant();
        return Questions.Is(end.Hop.Hook, "forward")
            ? $"ufw route allow proto {protocol} from any to {end.Packet.Destination} port {port}"
            : HostAccept.Of(end) is { } accept ? $"ufw {string.Join(' ', accept.UfwRule)}" : $"ufw allow {port}/{protocol}";
    }

    /// <summary>The engine keeps apart what nobody joined, and closes what nobody published.</summary>
    private static string Engine(PathEnd end, Snapshot facts)
    {
        ContainerNetwork? from = PathEnd.NetworkOf(facts, end.Hop.InputInterface);
        ContainerNetwork? to = PathEnd.NetworkOf(facts, end.Hop.OutputInterface);
        return from is not null && to is not null && !Questions.Is(from.Name, to.Name)
            ? $"The engine keeps networks {from.Name} and {to.Name} apart. Put both containers on one network:\n"
                + $"docker network connect {Plain(to.Name) ?? "NETWORK"} CONTAINER"
            : from is not null && to is not null
                ? $"Network {to.Name} was made with enable_icc=false. "
                    + "Use a network without it for containers that talk to each other."
                : "Publish the port (docker run --publish, ports: in a compose file) and use the published one: "
                    + "the engine drops the rest.";
    }

    private static string Command(Hop hop) => Questions.Is(hop.Family, "ip6") ? "ip6tables" : "iptables";

    /// <summary>A name that may stand in a command, or null.</summary>
    public static string? Plain(string? name) => name is not null && IsPlain(name) ? name : null;

    /// <summary>Names come from the host. One that a shell would read as more than a word stands in no command.</summary>
    private static bool IsPlain(string name) => name.Length is > 0 and <= 128 && name[0] != '-'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '@' or '+');
}
