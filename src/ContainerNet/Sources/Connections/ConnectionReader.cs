using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Connections;

/// <summary>Reads the tracked connections whose destination is rewritten to a container's address: packets of such a
/// connection keep their old translation, whatever the rules say now.</summary>
internal static class ConnectionReader
{
    /// <summary>How many are read. A busy host may have hundreds of thousands, each of them 250 bytes in a snapshot; what
    /// they can show, a few thousand show.</summary>
    internal const int Limit = 20_000;

    /// <summary>Reads those that lead into one of the networks; null when they could not be read.</summary>
    public static Reading<IReadOnlyList<TrackedConnection>?> Read(IHost host, IReadOnlyCollection<IPNetwork> networks)
    {
        List<Gap> gaps = [];
        try
        {
            if (host.DumpConnections(ConnectionDecoder.DestinationRewritten, Limit) is not IReadOnlyList<NetlinkMessage> messages)
            {
                gaps.Add(GapOf("the module nf_conntrack_netlink is not loaded, and looking does not load it",
                    "Run conntrack -L once, which loads it, and look again."));
                return new Reading<IReadOnlyList<TrackedConnection>?>(null, gaps);
            }

            if (messages.Count > Limit)
            {
                gaps.Add(GapOf($"there are more than {Limit} that are rewritten; the others were not read",
                    "Look for one by hand with conntrack -L --dst-nat."));
            }

            List<TrackedConnection> all = TableDecoder.All(
                [.. messages.Take(Limit)], ConnectionDecoder.Decode,
                reason => gaps.Add(GapOf(reason, "run again; if it stays, report it with the kernel's version")));
            return new Reading<IReadOnlyList<TrackedConnection>?>(
                all.FindAll(c => networks.Any(n => n.Contains(c.Reply.Source))), gaps);
        }
        catch (ContainerNetException e)
        {
            gaps.Add(GapOf(e.Message, host.IsRoot ? "Run conntrack -L by hand." : "Run as root."));
            return new Reading<IReadOnlyList<TrackedConnection>?>(null, gaps);
        }
    }

    private static Gap GapOf(string reason, string remedy) => new()
    {
        Facts = FactKinds.Firewall,
        Source = "tracked connections",
        Reason = reason,
        Remedy = remedy,
        Partial = true,
    };
}
