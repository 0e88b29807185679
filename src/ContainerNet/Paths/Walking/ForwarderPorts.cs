using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>Which program takes a packet that ends on the host and opens a connection of its own.</summary>
internal static class ForwarderPorts
{
    /// <summary>The forwarder of an address and port of the host, or null when none is known.</summary>
    public static HostProcess? Of(Snapshot facts, IPAddress address, int port, Protocol protocol)
    {
        // The end of the text first: to read the addresses of hundreds of forwarders for each packet takes longer than its whole walk.
        string end = string.Create(CultureInfo.InvariantCulture, $":{port}");
        HostProcess? known = facts.Forwarders
            .Where(f => f.Protocol == protocol && f.ForwardsFrom?.EndsWith(end, StringComparison.Ordinal) == true
                && IPEndPoint.TryParse(f.ForwardsFrom, out IPEndPoint? from)
                && from.Port == port && (IsAny(from.Address) || from.Address.Equals(address)))
            .OrderBy(f => IPEndPoint.Parse(f.ForwardsFrom!).Address.AddressFamily == address.AddressFamily ? 0 : 1)
            .FirstOrDefault();
        if (known is not null)
        {
            return known;
        }

        // rootlessport and slirp4netns do not tell their ports on the command line: who holds the socket does.
        ContainerListener? listener = facts.HostListeners.FirstOrDefault(l => l.Protocol == protocol && l.Port == port
            && (l.IsAny || l.Address.Equals(address)));
        return listener?.ProcessId is int holder ? facts.Forwarders.FirstOrDefault(f => f.ProcessId == holder) : null;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
