using System.Collections.Concurrent;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Tracing;

/// <summary>Names of the interfaces of a network namespace by their index.</summary>
internal sealed class PlaceLinks
{
    private const ushort GetLink = 18;
    private readonly ConcurrentDictionary<int, string> _names = new();
    private readonly ConcurrentDictionary<int, bool> _strangers = new();

    private PlaceLinks(IEnumerable<Link> links)
    {
        foreach (Link link in links)
        {
            _names[link.Index] = link.Name;
            if (link.IsLoopback)
            {
                Loopback = link.Index;
            }
        }
    }

    /// <summary>The index of the loopback interface.</summary>
    public int Loopback { get; }

    /// <summary>Reads them again, for one that came later: a container's bridge, while its packets are watched.</summary>
    public Func<PlaceLinks>? Renew { get; set; }

    /// <summary>The name; null for index 0, "interface 7" for one that came and went before it could be read.</summary>
    public string? this[int index] => index == 0 ? null
        : _names.TryGetValue(index, out string? name) || IsNew(index, out name) ? name : $"interface {index}";

    /// <summary>Those that were read already.</summary>
    public static PlaceLinks Of(IEnumerable<Link> links) => new(links);

    /// <summary>Reads them in the namespace of the calling thread.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static PlaceLinks Read() =>
        new(RouteSocket.Dump(GetLink, new byte[16]).Select(LinkDecoder.Decode).OfType<Link>());

    // Asked once for each: there may be thousands of packets that came by an interface which has gone.
    private bool IsNew(int index, out string? name)
    {
        name = null;
        if (Renew is null || !_strangers.TryAdd(index, true))
        {
            return false;
        }

        try
        {
            foreach ((int known, string now) in Renew()._names)
            {
                _names[known] = now;
            }
        }
        catch (ContainerNetException)
        {
            // Its namespace has gone.
        }

        return _names.TryGetValue(index, out name);
    }
}
