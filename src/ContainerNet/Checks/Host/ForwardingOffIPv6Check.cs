using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>IPv6 forwarding is off while a network has IPv6.</summary>
internal sealed class ForwardingOffIPv6Check : ICheck
{
    internal static readonly FindingDescriptor Off = new(
        "CN1003",
        "IPv6 forwarding is off",
        Severity.Error,
        "The host forwards no IPv6 packets, and networks with IPv6 need it: {0}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Off];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ForwardingFiles files = ForwardingFiles.IPv6(facts);
        List<ContainerNetwork> networks = [.. facts.NetworksInUse()
            .Where(n => n.Subnets.Any(s => s.Family == AddressFamily.IPv6))];
        if (files.IsOff && networks.Count > 0)
        {
            yield return Off.About("host", Questions.Names(networks.Select(n => n.Name))) with
            {
                Evidence = [.. files.Evidence(), .. networks.SelectMany(n => n.Subnets
                    .Where(s => s.Family == AddressFamily.IPv6)
                    .Select(s => Questions.Read($"network {n.Name}", s.Subnet.ToString())))],
                Remedy = "sysctl -w net.ipv6.conf.all.forwarding=1\n"
                    + "echo 'net.ipv6.conf.all.forwarding = 1' >> /etc/sysctl.d/zz-containernet.conf\n"
                    + "An uplink that has its address from router advertisements needs accept_ra = 2 first, or it loses its route.",
                Repairable = true,
            };
        }
    }
}
