using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>How the packets of a probe come into the host, for one address family: by the uplink, where rules that name it
/// see them as they see a real client's, or by the cable's own end.</summary>
/// <param name="IsIPv6">The family.</param>
/// <param name="Uplink">The uplink's name.</param>
/// <param name="Obstacle">Why not by the uplink, as the end of a sentence; null when they do.</param>
internal sealed record UplinkEntrance(bool IsIPv6, string Uplink, string? Obstacle)
{
    /// <summary>Do they come in by the uplink?</summary>
    public bool IsByUplink => Obstacle is null;

    /// <summary>Lets them come in by the uplink where that gives a true picture, and where nothing has to be loaded into the
    /// kernel for it. The uplink itself is left as it is: what redirects hangs on the cable, and goes with it.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="index">The host's end of the cable.</param>
    /// <param name="pairs">Its addresses, of one family each.</param>
    public static IReadOnlyList<UplinkEntrance> Open(Snapshot facts, int index, IReadOnlyList<VantageAddresses> pairs)
    {
        string? general = TrafficControl.Modules.FirstOrDefault(m => !KernelModules.IsThere(m)) is string module
            ? $"the kernel module {module} is not loaded"
            : null;
        ReversePathRules rules = default;
        try
        {
            rules = general is null ? ReversePathRules.Read() : default;
            if (general is null)
            {
                TrafficControl.AddClassifier(index);
            }
        }
        catch (ContainerNetException e)
        {
            general = $"the kernel does not allow it ({e.Message.TrimEnd('.')})";
        }
        catch (FormatException)
        {
            general = "the firewall's rules could not be read";
        }

        return [.. pairs.Select(pair => Open(facts, index, pair, rules, general))];
    }

    /// <summary>How it differs from a real client, in words.</summary>
    /// <param name="cable">The name of the cable's end.</param>
    public string Note(string cable) => IsByUplink
        ? string.Create(
            CultureInfo.InvariantCulture, $"came in by {Uplink}, as from a real client; answers leave by {cable}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"seen through {cable}: rules that name {Uplink} do not see this probe, because {Obstacle}");

    private static UplinkEntrance Open(
        Snapshot facts, int index, VantageAddresses pair, ReversePathRules rules, string? general)
    {
        bool isIPv6 = pair.Client.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        Link link = Model.Uplink.Of(facts, isIPv6 ? AddressFamily.IPv6 : AddressFamily.IPv4)!.Link;
        string? obstacle = general ?? OfLink(link) ?? OfReversePath(link, isIPv6, rules);
        try
        {
            if (obstacle is null)
            {
                TrafficControl.Redirect(index, pair.Client, link.Index);
            }
        }
        catch (ContainerNetException e)
        {
            obstacle = $"the kernel does not allow it ({e.Message.TrimEnd('.')})";
        }

        return new UplinkEntrance(isIPv6, link.Name, obstacle);
    }

    /// <summary>A port of a bridge would pass the packets on to its neighbours, a slave of a bond or of a VRF would not take
    /// them for the host, and one that is down takes none.</summary>
    private static string? OfLink(Link link) =>
        link.IsLoopback || link.HardwareAddress is null ? $"{link.Name} is no Ethernet"
        : link.MasterIndex != 0 ? $"{link.Name} is part of another interface"
        : !link.IsUp || !link.HasCarrier ? $"{link.Name} is down"
        : null;

    /// <summary>The answer leaves by the cable. Who checks the reverse path of what comes in by the uplink would drop the
    /// probe, and a real client's packet not.</summary>
    private static string? OfReversePath(Link link, bool isIPv6, ReversePathRules rules)
    {
        const int Strict = 1;
        if (isIPv6 ? rules.IPv6 : rules.IPv4)
        {
            return "a firewall rule checks the reverse path";
        }

        return isIPv6 ? null : InterfaceSwitches.ReversePathFilter(link.Name) switch
        {
            null => $"the reverse path filter of {link.Name} could not be read",
            Strict => $"the reverse path filter of {link.Name} is strict",
            _ => null,
        };
    }
}
