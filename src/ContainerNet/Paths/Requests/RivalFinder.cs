using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Finds who else would have fitted a request.</summary>
internal static class RivalFinder
{
    /// <summary>The servers that have the name of the request, or a wildcard or pattern that fits it.</summary>
    public static IEnumerable<RequestRival> Servers(CompiledProxy proxy, ClientRequest request, RequestAnswer answer)
    {
        if (HostName.Of(ByteText.Of(request.Host ?? "")) is not { Length: > 0 } host)
        {
            yield break;
        }

        ListenAddress? address = proxy.Find(request);
        bool before = true;
        foreach (CompiledServer server in proxy.Servers)
        {
            before &= !ReferenceEquals(server.Server, answer.Server);
            if (ReferenceEquals(server.Server, answer.Server) || Fit(server, host) is not bool isExact)
            {
                continue;
            }

            bool listens = address?.Servers.Contains(server) is true;
            yield return new RequestRival(server.Server, null, !listens ? RivalReason.ListensElsewhere
                : isExact && !before ? RivalReason.SameNameLater : RivalReason.NameLessSpecific);
        }
    }

    /// <summary>The locations of the server that fit the path, at every level.</summary>
    public static IEnumerable<RequestRival> Locations(RequestAnswer answer) => answer is { Server: { } server, Location: { } chosen }
        && chosen.Modifier is not (LocationModifier.Named or LocationModifier.None)
        ? Among(server, server.Root.Locations, ByteText.Of(answer.Path), chosen) : [];

    private static IEnumerable<RequestRival> Among(
        HttpServer server, IReadOnlyList<Location> locations, string path, Location chosen)
    {
        bool isPattern = chosen.Modifier is LocationModifier.Regex or LocationModifier.RegexIgnoreCase;
        foreach (Location location in locations)
        {
            if (ReferenceEquals(location, chosen) || Holds(location, chosen))
            {
                foreach (RequestRival inner in Among(server, location.Locations, path, chosen))
                {
                    yield return inner;
                }
            }
            else if (Fits(location, path) is bool byPattern)
            {
                yield return new RequestRival(server, location, byPattern
                    ? isPattern ? RivalReason.EarlierPattern : RivalReason.PatternNotTried
                    : isPattern ? RivalReason.PatternBeforePrefix : RivalReason.LongerPrefix);
            }
        }
    }

    private static bool Holds(Location location, Location inner) =>
        location.Locations.Any(l => ReferenceEquals(l, inner) || Holds(l, inner));

    /// <summary>True for a pattern that fits, false for a prefix that does, null for what does not.</summary>
    private static bool? Fits(Location location, string path) => location.Modifier switch
    {
        LocationModifier.Prefix or LocationModifier.PreferredPrefix
            when path.StartsWith(ByteText.Of(location.Pattern), StringComparison.Ordinal) => false,
        LocationModifier.Regex or LocationModifier.RegexIgnoreCase
            when new CompiledLocation(location).Pattern!.IsMatch(path) is true => true,
        _ => null,
    };

    /// <summary>True for the very name, false for a wildcard or pattern that fits, null when none does.</summary>
    private static bool? Fit(CompiledServer server, string host)
    {
        NameTable names = new();
        names.Add(server);
        return server.Server.Names.Any(n => ByteText.Lower(ByteText.Of(n.Value)) == host) ? true
            : names.Find(host, out _) is null ? null : false;
    }
}
