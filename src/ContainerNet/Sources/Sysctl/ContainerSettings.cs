using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

/// <summary>The kernel settings on which container networks depend.</summary>
public static class ContainerSettings
{
    private static readonly string[] s_host =
    [
        "net.ipv4.ip_forward",
        "net.ipv4.conf.all.forwarding",
        "net.ipv4.conf.all.rp_filter",
        "net.ipv4.conf.all.route_localnet",
        "net.ipv4.conf.all.accept_local",
        "net.ipv4.conf.all.src_valid_mark",
        "net.ipv4.conf.default.forwarding",
        "net.ipv4.conf.default.rp_filter",
        "net.ipv4.conf.default.route_localnet",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv6.conf.all.disable_ipv6",
        "net.ipv6.conf.all.forwarding",
        "net.ipv6.conf.default.forwarding",
        "net.bridge.bridge-nf-call-iptables",
        "net.bridge.bridge-nf-call-ip6tables",
        "net.netfilter.nf_conntrack_count",
        "net.netfilter.nf_conntrack_max",
    ];

    private static readonly string[] s_interface =
    [
        "net.ipv4.conf.{0}.forwarding",
        "net.ipv4.conf.{0}.rp_filter",
        "net.ipv4.conf.{0}.route_localnet",
        "net.ipv4.conf.{0}.accept_local",
        "net.ipv4.conf.{0}.src_valid_mark",
        "net.ipv6.conf.{0}.forwarding",
        "net.ipv6.conf.{0}.accept_ra",
    ];

    private static readonly string[] s_numbers =
    [
        "net/ipv4/ip_", "net/ipv4/conf/", "net/ipv6/conf/", "net/bridge/bridge-nf-", "net/netfilter/nf_conntrack_",
    ];

    /// <summary>The keys of the host as a whole.</summary>
    public static IReadOnlyList<string> HostKeys => s_host;

    /// <summary>The keys of the host and of the interfaces that packets of containers come in by. Ports of a bridge need
    /// none: packets come in by the bridge.</summary>
    public static IReadOnlyList<string> KeysFor(IEnumerable<string> interfaces)
    {
        ArgumentNullException.ThrowIfNull(interfaces);
        return [.. s_host, .. interfaces.SelectMany(OfInterface)];
    }

    /// <summary>Does the kernel take nothing but a number there? Known for the settings of this list only.</summary>
    internal static bool IsNumber(string path) =>
        s_numbers.Any(p => path.StartsWith(p, StringComparison.Ordinal))
        && path is not "net/ipv4/ip_local_port_range" and not "net/ipv4/ip_local_reserved_ports"
        && !path.EndsWith("/stable_secret", StringComparison.Ordinal);

    private static IEnumerable<string> OfInterface(string name) =>
        s_interface.Select(k => k.Replace("{0}", KernelSetting.InKey(name), StringComparison.Ordinal));
}
