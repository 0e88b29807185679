using System.Text;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A server while it is being made.</summary>
internal sealed class ServerDraft(string host)
{
    private readonly Dictionary<string, LocationDraft> _byPath = new(StringComparer.Ordinal);
    private readonly List<LocationDraft> _locations = [];

    /// <summary>The host.</summary>
    public string Host => host;

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>Has it a certificate?</summary>
    public bool HasCertificate { get; set; }

    /// <summary>Is TLS passed on?</summary>
    public bool SslPassthrough { get; set; }

    /// <summary>A piece of configuration.</summary>
    public string Snippet { get; set; } = "";

    /// <summary>Is the host with www. in front, or without, sent here?</summary>
    public bool RedirectsWww { get; set; }

    /// <summary>The locations, as they were added.</summary>
    public IReadOnlyList<LocationDraft> Locations => _locations;

    /// <summary>The first location of a path: the controller looks at no other.</summary>
    public LocationDraft? First(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Adds a location.</summary>
    public void Add(LocationDraft location)
    {
        _byPath.TryAdd(location.Path, location);
        _locations.Add(location);
    }

    /// <summary>
    /// The locations as they are written: the longest path first, of equal length the one that sorts last, and a prefix as two (controller.go,
    /// getBackendServers; location.go, updateServerLocations).
    /// </summary>
    public IReadOnlyList<IngressLocation> Finish()
    {
        HashSet<string> exact = new(_locations.Where(l => l.Type == IngressPathType.Exact).Select(l => l.Path), StringComparer.Ordinal);
        List<IngressLocation> locations = new(_locations.Count * 2);
        foreach (LocationDraft draft in _locations.OrderByDescending(l => Encoding.UTF8.GetByteCount(l.Path)).ThenByDescending(l => l.Path, StringComparer.Ordinal))
        {
            IngressLocation whole = draft.Finish(draft.Path, draft.Type);
            if (draft.Path == "/" || draft.Type != IngressPathType.Prefix || whole.ForcesRegex)
            {
                locations.Add(whole);
                continue;
            }

            locations.Add(draft.Finish(draft.Path.EndsWith('/') ? draft.Path : draft.Path + "/", IngressPathType.Prefix));
            if (!exact.Contains(draft.Path))
            {
                locations.Add(draft.Finish(draft.Path, IngressPathType.Exact));
            }
        }

        return locations;
    }
}
