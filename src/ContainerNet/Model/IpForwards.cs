namespace ContainerNet.Model;

/// <summary>Joins what the kernel forwards now with what the files will make it forward.</summary>
public static class IpForwards
{
    private const string All = "all";

    /// <summary>Forwarding by family: the main switch first, then every interface.</summary>
    public static IEnumerable<IpForward> Of(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (AddressFamily family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 })
        {
            string folder = family == AddressFamily.IPv4 ? "net.ipv4.conf." : "net.ipv6.conf.";
            KernelSetting? main = MainSwitch(facts, family);
            if (main is null)
            {
                continue;
            }

            yield return Join(family, All, main.Key, ToForwarding(main.Value), main);

            // Ports of a bridge are left out: their packets come in by the bridge, and its flag decides.
            foreach (Link link in facts.Links.Where(l => l.MasterIndex == 0 && !l.IsLoopback))
            {
                string key = $"{folder}{KernelSetting.InKey(link.Name)}.forwarding";
                KernelSetting? own = facts.Setting(key);
                bool? flag = family == AddressFamily.IPv4 ? link.ForwardingIPv4 : link.ForwardingIPv6;
                Forwarding now = flag is bool on ? ToForwarding(on) : ToForwarding(own?.Value);

                // Without lines of its own an interface follows the main switch, which the kernel copies to it.
                yield return Join(family, link.Name, key, now, own ?? main);
            }
        }
    }

    private static KernelSetting? MainSwitch(Snapshot facts, AddressFamily family) => family == AddressFamily.IPv4
        ? facts.Setting("net.ipv4.ip_forward") ?? facts.Setting("net.ipv4.conf.all.forwarding")
        : facts.Setting("net.ipv6.conf.all.forwarding");

    private static IpForward Join(
        AddressFamily family, string name, string key, Forwarding now, KernelSetting files) => new()
    {
        Family = family,
        Interface = name,
        Key = key,
        Forwarding = now,
        Persistent = ToForwarding(files.Boot?.Value),
        PersistentBySysctl = ToForwarding(files.SysctlSystem?.Value),
        WinningFile = files.Boot is SettingAssignment boot ? $"{boot.File}:{boot.Line}" : null,
    };

    private static Forwarding ToForwarding(string? value) =>
        SettingValue.ToNumber(value) is int number ? ToForwarding(number != 0) : Forwarding.Unknown;

    private static Forwarding ToForwarding(bool on) => on ? Forwarding.Enabled : Forwarding.Disabled;
}
