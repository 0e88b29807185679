using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Sources.Namespaces;

/// <summary>The tables of iptables-legacy in a network namespace, as /proc/PID/net/ip_tables_names lists them: what is in them
/// only a program can tell.</summary>
internal static class LegacyTables
{
    private static readonly string[] s_chains = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

    private static readonly (string Family, string File)[] s_files =
        [("ip", "net/ip_tables_names"), ("ip6", "net/ip6_tables_names")];

    /// <summary>The built-in chains of the tables that are there, their rules unread.</summary>
    /// <param name="host">The host.</param>
    /// <param name="process">A process of the namespace.</param>
    /// <param name="failures">Takes what could not be read.</param>
    public static IEnumerable<FirewallChain> ChainsOf(IHost host, int process, List<string> failures)
    {
        List<FirewallChain> chains = [];
        foreach ((string family, string file) in s_files)
        {
            string path = ProcessTable.PathOf(process, file);
            FileReading reading = host.ReadFile(path);

            // Absent: the kernel has no legacy tables of that family.
            if (reading.Status is not (FileStatus.Read or FileStatus.Absent))
            {
                failures.Add($"{path}: {reading.Error}");
            }

            if (reading.IsRead)
            {
                chains.AddRange(Parse(reading.Text, family, failures));
            }
        }

        return chains;
    }

    private static IEnumerable<FirewallChain> Parse(string text, string family, List<string> failures)
    {
        foreach (string table in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IptablesBaseChains.IsTable(table))
            {
                failures.Add("unknown legacy table " + ToolText.Clean(table));
                continue;
            }

            foreach (string name in s_chains)
            {
                FirewallChain chain = IptablesBaseChains.WithHook(new FirewallChain
                {
                    Table = new FirewallTable(FirewallBackend.IptablesLegacy, family, table),
                    Name = name,
                    Policy = RuleAction.Unknown,
                    RulesUnread = true,
                });
                if (chain.IsBase)
                {
                    yield return chain;
                }
            }
        }
    }
}
