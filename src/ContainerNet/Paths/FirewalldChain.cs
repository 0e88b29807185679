using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>Which zone or policy a chain of firewalld belongs to (firewalld, src/firewall/core/nftables.py).</summary>
internal static class FirewalldChain
{
    private static readonly string[] s_ends = ["_dispatch", "_pre", "_log", "_deny", "_allow", "_post"];
    private static readonly string[] s_paths = ["_IN_", "_FWD_", "_FWDI_", "_FWDO_", "_PRE_", "_POST_", "_OUT_"];

    /// <summary>"public" for filter_IN_public_deny, "policy NAME" for filter_FWD_policy_NAME; for the chains that all zones
    /// share, the zone of the interface that the packet came in by. Null when it cannot be told.</summary>
    public static string? ZoneOf(string chain, Firewalld? firewalld, string? inputInterface)
    {
        foreach (string path in s_paths)
        {
            int at = chain.IndexOf(path, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            string name = chain[(at + path.Length)..];
            string? end = Array.Find(s_ends, e => name.EndsWith(e, StringComparison.Ordinal));
            name = end is null ? name : name[..^end.Length];
            return name.StartsWith("policy_", StringComparison.Ordinal) ? $"policy {name["policy_".Length..]}"
                : OfPair(name, firewalld) ?? name;
        }

        return inputInterface is null ? null : firewalld?.ZoneOf(inputInterface)?.Name;
    }

    /// <summary>firewalld 2.5 has a chain for each pair, such as public_to_docker or HOST_to_public: the zone that the packet
    /// comes from, or for one of the host's own the zone that it goes to. A zone's own name may look like that too.</summary>
    private static string? OfPair(string name, Firewalld? firewalld)
    {
        const string Between = "_to_", Host = "HOST";
        for (int at = name.IndexOf(Between, StringComparison.Ordinal); at > 0 && !IsZone(name, firewalld);
            at = name.IndexOf(Between, at + 1, StringComparison.Ordinal))
        {
            string from = name[..at], to = name[(at + Between.Length)..];
            if ((from == Host || IsZone(from, firewalld)) && (to == Host || IsZone(to, firewalld)))
            {
                return from == Host ? to : from;
            }
        }

        return null;
    }

    private static bool IsZone(string name, Firewalld? firewalld) =>
        firewalld?.Zones.Any(zone => string.Equals(zone.Name, name, StringComparison.Ordinal)) == true;
}
