using System.Net;
using ContainerNet.Model;
using ContainerNet.Sources.Engines.Api;

namespace ContainerNet.Sources.Engines;

/// <summary>From an engine's reply about a network to the common model.</summary>
internal static class NetworkMapper
{
    private const string Prefix = "com.docker.network.bridge.";

    /// <summary>Podman's network for containers that name none; it has no name resolution either.</summary>
    private const string PodmanDefault = "podman";

    /// <summary>Docker names a bridge after the first digits of the network's identifier.</summary>
    private const int BridgeDigits = 12;

    /// <summary>Null when it has no name or driver.</summary>
    internal static ContainerNetwork? Map(
        NetworkDetail detail, string engine, Dictionary<string, PodmanNetwork> podman)
    {
        if (string.IsNullOrEmpty(detail.Name) || string.IsNullOrEmpty(detail.Driver) || string.IsNullOrEmpty(detail.Id))
        {
            return null;
        }

        PodmanNetwork? own = podman.GetValueOrDefault(detail.Id);
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach ((string key, string? value) in detail.Options ?? [])
        {
            options[EngineText.Clean(key)] = EngineText.Clean(value);
        }

        return new ContainerNetwork
        {
            Engine = engine,
            Id = EngineText.Clean(detail.Id),
            Name = EngineText.Clean(own?.Name ?? detail.Name),
            Driver = EngineText.Clean(detail.Driver),
            Bridge = detail.Driver == "bridge" ? BridgeOf(detail.Id, options, own) : null,
            Internal = detail.Internal ?? false,
            Subnets = [.. Subnets(detail.IPAM)],
            Icc = IsOn(options, "enable_icc"),
            Masquerade = IsOn(options, "enable_ip_masquerade"),
            GatewayModeIPv4 = options.GetValueOrDefault(Prefix + "gateway_mode_ipv4", "nat"),
            GatewayModeIPv6 = options.GetValueOrDefault(Prefix + "gateway_mode_ipv6", "nat"),
            HostBindingIPv4 = options.GetValueOrDefault(Prefix + "host_binding_ipv4"),
            Options = options,
            IsDefaultBridge = options.GetValueOrDefault(Prefix + "default_bridge") == "true" || own?.Name == PodmanDefault,
            ResolvesNames = own?.DnsEnabled,
        };
    }

    private static string? BridgeOf(string id, Dictionary<string, string> options, PodmanNetwork? own)
    {
        if (own?.NetworkInterface is { Length: > 0 } told)
        {
            return EngineText.Clean(told);
        }

        return options.GetValueOrDefault(Prefix + "name") is { Length: > 0 } named
            ? named
            : $"br-{EngineText.Clean(id.Length > BridgeDigits ? id[..BridgeDigits] : id)}";
    }

    private static bool IsOn(Dictionary<string, string> options, string name) =>
        !options.TryGetValue(Prefix + name, out string? value)
        || !(value is "0" or "f" or "F" || value.Equals("false", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<NetworkSubnet> Subnets(IpamDetail? addresses)
    {
        foreach (IpamRange range in (addresses?.Config ?? []).OfType<IpamRange>())
        {
            if (IPNetwork.TryParse(range.Subnet, out IPNetwork subnet))
            {
                // Docker gives an IPv6 gateway with its prefix length.
                yield return new NetworkSubnet
                {
                    Subnet = subnet,
                    Gateway = EngineText.Address(range.Gateway?.Split('/')[0]),
                };
            }
        }
    }
}
