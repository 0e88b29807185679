using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>A bridge network as far as its rules of one family are concerned.</summary>
/// <param name="Bridge">The bridge interface.</param>
/// <param name="Subnet">Its range in the family, or null: then it has isolation rules at most.</param>
/// <param name="GatewayMode">nat, nat-unprotected, routed or isolated, in the family.</param>
/// <param name="Network">The network.</param>
internal sealed record DockerNetwork(string Bridge, IPNetwork? Subnet, string GatewayMode, ContainerNetwork Network)
{
    private const string Trusted = "com.docker.network.bridge.trusted_host_interfaces";

    /// <summary>Are its addresses routed, without translation?</summary>
    public bool Routed => string.Equals(GatewayMode, "routed", StringComparison.Ordinal);

    /// <summary>Are ports that are not published open to whoever has a route?</summary>
    public bool Unprotected => string.Equals(GatewayMode, "nat-unprotected", StringComparison.Ordinal);

    /// <summary>Interfaces of the host whose packets may go to container addresses directly (28.2 and later).</summary>
    public IReadOnlyList<string> TrustedInterfaces => Network.Options.TryGetValue(Trusted, out string? names)
        ? names.Split(':', StringSplitOptions.RemoveEmptyEntries)
        : [];

    /// <summary>The address that its packets leave the host with, where the network names one (host_ipv4, host_ipv6).</summary>
    public IPAddress? SourceAddress(AddressFamily family)
    {
        string key = family == AddressFamily.IPv4 ? "com.docker.network.host_ipv4" : "com.docker.network.host_ipv6";
        return Network.Options.TryGetValue(key, out string? text) && IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : null;
    }
}
