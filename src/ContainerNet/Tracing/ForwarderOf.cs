using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Which program takes a packet that ends on the host and opens a connection of its own.</summary>
internal static class ForwarderOf
{
    /// <summary>The forwarder of the port that a packet is for, or null when none is known.</summary>
    public static HostProcess? Port(Snapshot facts, in TraceHeader packet)
    {
        if (HeaderText.ProtocolOf(packet.Transport) is not Protocol protocol)
        {
            return null;
        }

        int port = packet.DestinationPort;
        IPAddress address = HeaderText.Address(packet.Destination, packet.IsIPv6);
        HostProcess? known = facts.Forwarders
            .Where(f => f.Protocol == protocol && IPEndPoint.TryParse(f.ForwardsFrom ?? "", out IPEndPoint? from)
                && from.Port == port && (IsAny(from.Address) || from.Address.Equals(address)))
            .OrderBy(f => IPEndPoint.Parse(f.ForwardsFrom!).Address.AddressFamily == address.AddressFamily ? 0 : 1)
            .FirstOrDefault();
        if (known is not null)
        {
            return known;
        }

        // rootlessport and slirp4netns do not tell their ports on the command line: who holds the socket does.
        ContainerListener? listener = facts.HostListeners.FirstOrDefault(l => l.Protocol == protocol && l.Port == port
            && (l.IsAny || l.Address.Equals(address)) && IsForwarder(l.ProcessName));
        return listener is null ? null : new HostProcess
        {
            ProcessId = listener.ProcessId ?? 0,
            Name = listener.ProcessName ?? "forwarder",
            Protocol = protocol,
        };
    }

    private static bool IsForwarder(string? name) => name is not null
        && (name.StartsWith("rootlessport", StringComparison.Ordinal) || name.StartsWith("pasta", StringComparison.Ordinal)
            || name.StartsWith("slirp4netns", StringComparison.Ordinal) || name.StartsWith("docker-proxy", StringComparison.Ordinal)
            || name.StartsWith("rootlesskit", StringComparison.Ordinal) || name.StartsWith("exe", StringComparison.Ordinal));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
