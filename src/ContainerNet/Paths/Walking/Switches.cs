using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>The kernel's switches that the routing of one namespace asks; null for what was not read.</summary>
internal sealed class Switches
{
    private readonly Snapshot? _host;

    private Switches(Snapshot? host) => _host = host;

    /// <summary>The host's.</summary>
    public static Switches OfHost(Snapshot facts) => new(facts);

    /// <summary>A container's: only what its interfaces tell. What they do not tell is as a new namespace has it.</summary>
    public static Switches OfContainer { get; } = new(null);

    /// <summary>Does the host as a whole pass packets on?</summary>
    public bool? ForwardsAll(bool isIPv6) => Bool(isIPv6 ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward");

    /// <summary>Does it pass on what came in by an interface? IPv6 asks the switch of the host alone (net/ipv6/ip6_output.c).</summary>
    public bool? Forwards(Link link, bool isIPv6) => isIPv6
        ? ForwardsAll(isIPv6: true)
        : link.ForwardingIPv4 ?? Bool(Of(link, "forwarding"));

    /// <summary>The reverse path filter of an interface: 0 off, 1 strict, 2 loose.</summary>
    public int? ReversePathFilter(Link link) => _host is null
        ? link.ReversePathFilter ?? 0
        : (link.ReversePathFilter ?? Number(Of(link, "rp_filter")), Number("net.ipv4.conf.all.rp_filter")) switch
        {
            (int own, int all) => Math.Max(own, all),
            _ => null,
        };

    /// <summary>May loopback addresses pass an interface?</summary>
    public bool? RoutesLoopback(Link link) => _host is null ? false : Either(link, "route_localnet");

    /// <summary>Is a packet with one of the namespace's own addresses as its source let in?</summary>
    public bool AcceptsLocal(Link link) => _host is not null && Either(link, "accept_local") == true;

    private bool? Either(Link link, string name)
    {
        bool? all = Bool($"net.ipv4.conf.all.{name}");
        bool? own = Bool(Of(link, name));
        return all == true || own == true ? true : all is null || own is null ? null : false;
    }

    private static string Of(Link link, string name) => $"net.ipv4.conf.{KernelSetting.InKey(link.Name)}.{name}";

    private bool? Bool(string key) => Number(key) is int value ? value != 0 : null;

    private int? Number(string key) =>
        int.TryParse(_host?.Setting(key)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
