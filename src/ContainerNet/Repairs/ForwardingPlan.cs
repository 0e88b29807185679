using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Plans what switches forwarding on or off, now and after a boot.</summary>
public static class ForwardingPlan
{
    /// <summary>Plans over the facts of now. The plan has no steps when everything is as asked for.</summary>
    /// <param name="facts">The facts; kernel settings are needed.</param>
    /// <param name="family">Which family.</param>
    /// <param name="enabled">On or off.</param>
    /// <param name="persist">Also write a file, so that it holds after a boot and after `sysctl --system`.</param>
    /// <param name="interfaceName">One interface only; null for the family's main switch.</param>
    public static RepairPlan Make(
        Snapshot facts, AddressFamily family, bool enabled, bool persist, string? interfaceName)
    {
        string key = KeyOf(family, interfaceName);
        string value = enabled ? "1" : "0";
        List<RepairStep> steps = [];
        List<string> notes = [];
        string? now = ValueNow(facts, key, family, interfaceName);
        SettingPlan.SetNow(key, now, value, RiskOf(family, enabled, interfaceName), steps);
        if (persist)
        {
            SettingPlan.Persist(facts, key, AliasOf(family, interfaceName), value, steps, notes);
        }

        if (family == AddressFamily.IPv6 && enabled && interfaceName is null && steps.OfType<SysctlStep>().Any())
        {
            notes.Add("With IPv6 forwarding on, an interface that learns its default route from router advertisements "
                + "loses it unless its accept_ra is 2.");
        }

        return new RepairPlan
        {
            Code = (family, interfaceName) switch
            {
                (_, not null) => "CN1004",
                (AddressFamily.IPv6, _) => "CN1003",
                _ => "CN1001",
            },
            Subject = key,
            Title = $"Switch {Name(family)} forwarding {(enabled ? "on" : "off")}"
                + (interfaceName is null ? "" : $" for packets that come in by {interfaceName}")
                + (persist ? ", now and after a boot" : ""),
            Steps = steps,
            Notes = notes,
        };
    }

    /// <summary>The sysctl; a dot inside an interface name is written as '/'.</summary>
    internal static string KeyOf(AddressFamily family, string? interfaceName) => (family, interfaceName) switch
    {
        (AddressFamily.IPv4, null) => "net.ipv4.ip_forward",
        (AddressFamily.IPv6, null) => "net.ipv6.conf.all.forwarding",
        (AddressFamily.IPv4, not null) => $"net.ipv4.conf.{KernelSetting.InKey(interfaceName)}.forwarding",
        _ => $"net.ipv6.conf.{KernelSetting.InKey(interfaceName!)}.forwarding",
    };

    /// <summary>The kernel has two names for the IPv4 main switch (net/ipv4/devinet.c).</summary>
    private static string? AliasOf(AddressFamily family, string? interfaceName) =>
        family == AddressFamily.IPv4 && interfaceName is null ? "net.ipv4.conf.all.forwarding" : null;

    private static string? ValueNow(Snapshot facts, string key, AddressFamily family, string? interfaceName)
    {
        if (facts.Setting(key)?.Value is { } value)
        {
            return value;
        }

        Link? link = interfaceName is null ? null : facts.Link(interfaceName);
        bool? flag = family == AddressFamily.IPv4 ? link?.ForwardingIPv4 : link?.ForwardingIPv6;
        return flag switch
        {
            true => "1",
            false => "0",
            null => null,
        };
    }

    private static string RiskOf(AddressFamily family, bool enabled, string? interfaceName) => (enabled, interfaceName) switch
    {
        (true, null) => $"The kernel sets the flag of every interface with it: the host then routes {Name(family)} between "
            + "all its networks, as far as its firewall lets it.",
        (true, _) => "Packets that come in by this interface are forwarded, as far as the firewall lets them.",
        _ => "Containers on bridge networks cannot be reached and cannot reach out any more.",
    };

    private static string Name(AddressFamily family) => family == AddressFamily.IPv4 ? "IPv4" : "IPv6";
}
