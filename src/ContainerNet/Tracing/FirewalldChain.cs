using ContainerNet.Model;

namespace ContainerNet.Tracing;

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
            return name.StartsWith("policy_", StringComparison.Ordinal) ? $"policy {name["policy_".Length..]}" : name;
        }

        return inputInterface is null ? null : firewalld?.ZoneOf(inputInterface)?.Name;
    }
}
