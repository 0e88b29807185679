using System.Globalization;
using System.Text;
using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Paths.Rules;

/// <summary>Rules of a real Docker host with firewalld, and rules as kube-proxy writes them for a large cluster.</summary>
internal static class RuleFixtures
{
    /// <summary>The rules of a host.</summary>
    /// <param name="iptables">Its iptables-save.</param>
    /// <param name="nft">Its nft list ruleset, of which the tables that are not iptables' own are taken.</param>
    public static RuleSet Host(string iptables, string nft)
    {
        IEnumerable<FirewallChain> own = IptablesSaveParser.Parse(iptables, FirewallBackend.IptablesNft, "ip").Chains;
        NftRuleset ruleset = NftJsonParser.Parse(nft);
        return RuleSet.Compile(
            [.. own, .. ruleset.Chains.Where(chain => !NftReader.IsIptables(chain.Table))], ruleset.Sets);
    }

    /// <summary>As many services with two endpoints each (kubernetes, pkg/proxy/iptables/proxier.go): three chains and eight rules a
    /// service. Service n has the address 10.96.0.0 + n and port 80.</summary>
    public static string Kube(int services)
    {
        StringBuilder text = new("*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n"
            + ":KUBE-MARK-MASQ - [0:0]\n:KUBE-POSTROUTING - [0:0]\n");
        for (int n = 0; n < services; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $":KUBE-SVC-{n:X16} - [0:0]\n:KUBE-SEP-{n:X15}A - [0:0]\n:KUBE-SEP-{n:X15}B - [0:0]\n");
        }

        text.Append("-A PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES\n"
            + "-A OUTPUT -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES\n"
            + "-A POSTROUTING -m comment --comment \"kubernetes postrouting rules\" -j KUBE-POSTROUTING\n"
            + "-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000\n"
            + "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN\n"
            + "-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0\n"
            + "-A KUBE-POSTROUTING -j MASQUERADE --random-fully\n");
        for (int n = 0; n < services; n++)
        {
            Service(text, n);
        }

        return text.Append("COMMIT\n").ToString();
    }

    private static void Service(StringBuilder text, int n)
    {
        string service = $"10.96.{n >> 8}.{n & 255}";
        string first = $"10.244.{n >> 8}.{n & 255}";
        string second = $"10.245.{n >> 8}.{n & 255}";
        string comment = $"-m comment --comment \"default/service-{n.ToString(CultureInfo.InvariantCulture)}:http";
        text.Append(CultureInfo.InvariantCulture, $"""
            -A KUBE-SERVICES -d {service}/32 -p tcp {comment} cluster IP" -m tcp --dport 80 -j KUBE-SVC-{n:X16}
            -A KUBE-SVC-{n:X16} ! -s 10.244.0.0/15 -d {service}/32 -p tcp {comment} cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
            -A KUBE-SVC-{n:X16} {comment} -> {first}:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-{n:X15}A
            -A KUBE-SVC-{n:X16} {comment} -> {second}:8080" -j KUBE-SEP-{n:X15}B
            -A KUBE-SEP-{n:X15}A -s {first}/32 {comment}" -j KUBE-MARK-MASQ
            -A KUBE-SEP-{n:X15}A -p tcp {comment}" -m tcp -j DNAT --to-destination {first}:8080
            -A KUBE-SEP-{n:X15}B -s {second}/32 {comment}" -j KUBE-MARK-MASQ
            -A KUBE-SEP-{n:X15}B -p tcp {comment}" -m tcp -j DNAT --to-destination {second}:8080

            """);
    }
}
