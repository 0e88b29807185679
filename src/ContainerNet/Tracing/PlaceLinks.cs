using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Tracing;

/// <summary>Names of the interfaces of a network namespace by their index.</summary>
internal sealed class PlaceLinks
{
    private const ushort GetLink = 18;
    private readonly Dictionary<int, string> _names = [];

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

    /// <summary>The name; null for index 0, "interface 7" for one that came later.</summary>
    public string? this[int index] => index == 0 ? null : _names.GetValueOrDefault(index, $"interface {index}");

    /// <summary>Those that were read already.</summary>
    public static PlaceLinks Of(IEnumerable<Link> links) => new(links);

    /// <summary>Reads them in the namespace of the calling thread.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static PlaceLinks Read() =>
        new(RouteSocket.Dump(GetLink, new byte[16]).Select(LinkDecoder.Decode).OfType<Link>());
}
