using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Puts a kernel setting of one host into another, as a write to /proc/sys would.</summary>
internal static class SettingTransplant
{
    /// <summary>The host with it; null when it has no such interface.</summary>
    public static Snapshot? Apply(FactKey key, HostCopy from, HostCopy into)
    {
        if (from.Sheet.ValueOf(key) is not { } value || into.Roles.Meant(key.Name) is not { } own)
        {
            return null;
        }

        string[] parts = own.Split('.');
        string? link = parts is ["net", _, "conf", _, ..] && parts[3] is not ("all" or "default") ? parts[3].Replace('/', '.') : null;
        bool isAll = key.Name is "net.ipv4.ip_forward" or "net.ipv6.conf.all.forwarding";
        string family = key.Name.StartsWith("net.ipv6", StringComparison.Ordinal) ? "net.ipv6.conf." : "net.ipv4.conf.";

        // The kernel copies what is written for all to every interface.
        bool Follows(string name) => name == own
            || (isAll && name.StartsWith(family, StringComparison.Ordinal) && name.EndsWith(".forwarding", StringComparison.Ordinal));
        List<KernelSetting> settings = [.. into.Facts.Settings.Select(s => Follows(s.Key) ? s with { Value = value } : s)];
        if (settings.TrueForAll(s => s.Key != own))
        {
            settings.Add(new KernelSetting { Key = own, Value = value });
        }

        return into.Facts with
        {
            Settings = settings,
            Links = [.. into.Facts.Links.Select(l => (link is not null && l.Name == link) || isAll ? Changed(l, parts[^1], family, value) : l)],
        };
    }

    private static Link Changed(Link link, string name, string family, string value) => (name, family) switch
    {
        ("forwarding" or "ip_forward", "net.ipv4.conf.") => link with { ForwardingIPv4 = value != "0" },
        ("forwarding", _) => link with { ForwardingIPv6 = value != "0" },
        ("rp_filter", _) => link with
        {
            ReversePathFilter = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : link.ReversePathFilter,
        },
        _ => link,
    };
}
