using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.Proxy;

/// <summary>Which edit mends what.</summary>
internal static class ProxyEdits
{
    /// <summary>The edit for a route with a fault; null when none is certain.</summary>
    public static ProxyEdit? Of(Finding finding, Snapshot facts, RunningProxy proxy, ProxyRoute route) => finding.Code switch
    {
        "CN6001" => OtherPort(facts, proxy, route),
        "CN6002" => OtherAddress(facts, proxy, route),
        "CN6003" => Upgrade(proxy, route),
        "CN6004" => Set(route, "proxy_http_version", "1.1", route.Settings.HttpVersion.Source),
        "CN6006" => OtherScheme(route),
        "CN6007" when finding.Remedy.StartsWith(UpstreamClosesCheck.AskForHost(route), StringComparison.Ordinal) => AskForHost(route),
        "CN6007" when route.Upgrade == UpgradeHandling.Passed && !route.Failures.Any(f => f.Kind is ProxyErrorKind.ClosedEarly or ProxyErrorKind.Reset)
            => Set(route, "proxy_read_timeout", "1h", route.Settings.ReadTimeout.Source),
        "CN6008" => Slash(route) ?? BeforePattern(proxy, route) ?? WholePath(finding, route),
        _ => null,
    };

    /// <summary>Sets a directive where it stands in the location, or else at the beginning of the location.</summary>
    private static ProxyEdit Set(ProxyRoute route, string name, string value, SourceLine? source)
    {
        string directive = $"{name} {value};";
        return ConfigurationEdit.IsIn(source, route.Source)
            ? new ProxyEdit(source!.File, $"Write '{directive}' in line {source.Line}", t => ConfigurationEdit.Replace(t, source.Line, name, directive))
            : new ProxyEdit(
                route.Source.File, $"Put '{directive}' into {route.Location}", t => ConfigurationEdit.Insert(t, route.Source.Line, [directive]));
    }

    private static ProxyEdit Upgrade(RunningProxy proxy, ProxyRoute route)
    {
        IReadOnlyList<string> lines = UpgradeLines.Missing(proxy, route, shown: false);

        // A header that is set to something else here is replaced: two of a name would both be sent.
        List<(ProxyHeader Header, string Line)> wrong = [.. route.Headers
            .Where(h => ConfigurationEdit.IsIn(h.Source, route.Source))
            .SelectMany(h => lines.Where(l => l.StartsWith($"proxy_set_header {h.Name} ", StringComparison.OrdinalIgnoreCase)).Select(l => (h, l)))];
        return new ProxyEdit(
            route.Source.File,
            $"Pass the upgrade on in {route.Location}",
            text =>
            {
                string? edited = text;
                foreach ((ProxyHeader header, string line) in wrong.OrderByDescending(w => w.Header.Source.Line))
                {
                    edited = ConfigurationEdit.Replace(edited, header.Source.Line, "proxy_set_header", line);
                }

                return ConfigurationEdit.Insert(edited, route.Source.Line, [.. lines.Except(wrong.Select(w => w.Line))]);
            });
    }

    private static ProxyEdit AskForHost(ProxyRoute route) => HostLines.Own(route) is { } own
        ? new ProxyEdit(own.File, $"Write '{HostLines.Line(route)}' in line {own.Line}", t => ConfigurationEdit.Replace(t, own.Line, "proxy_set_header", HostLines.Line(route)))
        : new ProxyEdit(
            route.Source.File, $"Ask for the client's host in {route.Location}", t => ConfigurationEdit.Insert(t, route.Source.Line, HostLines.Lines(route)));

    private static ProxyEdit? OtherPort(Snapshot facts, RunningProxy proxy, ProxyRoute route)
    {
        if (route is not { Upstream: [{ Source: { } source } server] } || UpstreamRefusesCheck.PortThatIsMeant(facts, proxy, route) is not { } port)
        {
            return null;
        }

        string old = $"{server.Host}:{server.Port}";
        return new ProxyEdit(
            source.File, $"Write port {port} in the place of {server.Port} in line {source.Line}",
            t => ConfigurationEdit.ReplaceWords(t, source.Line, old, $"{server.Host}:{port}"));
    }

    private static ProxyEdit? OtherAddress(Snapshot facts, RunningProxy proxy, ProxyRoute route)
    {
        if (route is not { Upstream: [{ Source: { } source } server] } || OwnLoopbackExit.Of(facts, proxy, server) is not { } place)
        {
            return null;
        }

        string old = $"{server.Host}:{server.Port}";
        return new ProxyEdit(
            source.File, $"Write {place} in the place of {old} in line {source.Line}",
            t => ConfigurationEdit.ReplaceWords(t, source.Line, old, place));
    }

    private static ProxyEdit? OtherScheme(ProxyRoute route) => route.Pass is not { HasVariables: false, Source: { } source } pass ? null
        : new ProxyEdit(
            source.File, $"Write '{SchemeMismatchCheck.Other(pass)}' in line {source.Line}",
            t => ConfigurationEdit.ReplaceWords(t, source.Line, pass.Text, SchemeMismatchCheck.Other(pass)));

    private static ProxyEdit? Slash(ProxyRoute route)
    {
        string pattern = route.Around.Count > 0 ? route.Around[^1].Pattern : "";
        return LocationNotReachedCheck.LosesSlash(route) is null || route.Pass.Source is not { } source ? null
            : pattern.EndsWith('/')
                ? new ProxyEdit(
                    source.File, $"End proxy_pass in line {source.Line} with a slash",
                    t => ConfigurationEdit.ReplaceWords(t, source.Line, route.Pass.Text, route.Pass.Text + "/"))
                : new ProxyEdit(
                    route.Source.File, $"End the location in line {route.Source.Line} with a slash",
                    t => ConfigurationEdit.ReplaceWords(t, route.Source.Line, $" {pattern}", $" {pattern}/"));
    }

    /// <summary>Only for a finding that says so: a request showed it, and the file alone does not.</summary>
    private static ProxyEdit? WholePath(Finding finding, ProxyRoute route) =>
        route.Pass is not { HasVariables: false, Uri.Length: > 0, Source: { } source } pass
        || !finding.Remedy.StartsWith(LocationNotReachedCheck.WholePath(route), StringComparison.Ordinal) ? null
            : new ProxyEdit(
                source.File, $"Pass the whole path on: proxy_pass {LocationNotReachedCheck.WithoutPath(pass)} in line {source.Line}",
                t => ConfigurationEdit.ReplaceWords(t, source.Line, pass.Text, LocationNotReachedCheck.WithoutPath(pass)));

    /// <summary>Every prefix that a pattern for all paths keeps requests from is marked to go before patterns.</summary>
    private static ProxyEdit? BeforePattern(RunningProxy proxy, ProxyRoute route)
    {
        HttpServer? server = proxy.Configuration.Servers.FirstOrDefault(s => s.Root.Locations.Any(l => l.Source == route.Source));
        List<Location> lost = server is null ? [] : [.. LocationNotReachedCheck.ShadowedBy(server).Lost
            .Where(l => l.Modifier == LocationModifier.Prefix && l.Source.File == route.Source.File)];
        return lost.Count == 0 ? null : new ProxyEdit(
            route.Source.File, $"Let {string.Join(", ", lost.Select(l => l.Pattern))} go before patterns (^~)",
            text => lost.Aggregate((string?)text, (t, l) => ConfigurationEdit.ReplaceWords(t, l.Source.Line, $"location {l.Pattern}", $"location ^~ {l.Pattern}")));
    }
}
