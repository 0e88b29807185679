namespace ContainerNet.Paths.Kernel;

/// <summary>Addresses and ports that rules and packets are made of: few, so that they meet.</summary>
internal static class Places
{
    public static string Host(Chance chance, bool isIPv6) => isIPv6
        ? chance.Of("2001:db8:1::2", "2001:db8:1::3", "2001:db8:2::2", "2001:db8:2::3", "2001:db8:3::2", "2001:db8:3::3", "2001:db8:1::1", "2001:db8:2::1")
        : chance.Of("198.51.100.2", "198.51.100.3", "172.17.0.2", "172.17.0.3", "10.88.0.2", "10.88.0.3", "198.51.100.1", "198.51.100.9", "172.17.0.1", "10.88.0.1");

    public static string Network(Chance chance, bool isIPv6) => isIPv6
        ? chance.Of("2001:db8:1::/64", "2001:db8:2::/64", "2001:db8:3::/64", "2001:db8:2::2/127", "2001:db8::/32", "fe80::/10")
        : chance.Of("198.51.100.0/24", "172.17.0.0/16", "10.88.0.0/16", "172.17.0.2/31", "10.0.0.0/8", "127.0.0.0/8", "198.51.100.0/29");

    /// <summary>An address that packets may be sent on to.</summary>
    public static string Target(Chance chance, bool isIPv6) => isIPv6
        ? chance.Of("2001:db8:2::2", "2001:db8:2::3", "2001:db8:3::2", "2001:db8:1::3")
        : chance.Of("172.17.0.2", "172.17.0.3", "172.17.0.4", "10.88.0.2", "10.88.0.3", "198.51.100.3");

    /// <summary>An address of the router.</summary>
    public static string Own(Chance chance, bool isIPv6) => isIPv6
        ? chance.Of("2001:db8:1::1", "2001:db8:2::1")
        : chance.Of("198.51.100.1", "198.51.100.9", "172.17.0.1");

    public static string Device(Chance chance) => chance.Of("eth0", "docker0", "podman1", "lo");

    public static int Port(Chance chance) => chance.Of(80, 443, 8080, 53, 22, 5353, 30080);

    public static string Ports(Chance chance, string between) =>
        chance.Percent(70) ? $"{Port(chance)}" : chance.Of($"80{between}90", $"1000{between}9000", $"1{between}1023", $"30000{between}32767");
}
