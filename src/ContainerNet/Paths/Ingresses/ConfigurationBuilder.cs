using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Makes servers and locations of ingresses, in the order and with the preferences of ingress-nginx (controller.go,
/// createServers and getBackendServers, at 1.15.1).</summary>
internal sealed class ConfigurationBuilder(IngressSet set)
{
    private static readonly IngressOptions s_none = new();

    private readonly Dictionary<string, ServerDraft> _servers = new(StringComparer.Ordinal);
    private readonly List<(Ingress Ingress, IngressOptions Options)> _served = [];
    private readonly List<IngressExclusion> _excluded = [];
    private readonly List<IngressClaim> _claims = [];
    private readonly UpstreamTable _upstreams = new(set);

    /// <summary>Makes them.</summary>
    public IngressConfiguration Build()
    {
        IngressAdmission admission = new(set);
        foreach (Ingress ingress in Ordered(set.Ingresses))
        {
            IngressOptions options = IngressOptions.Of(ingress, set.Controller);
            if (admission.Exclude(ingress, options) is { } exclusion)
            {
                _excluded.Add(exclusion);
            }
            else
            {
                _served.Add((ingress, options));
                _upstreams.Add(ingress, options);
            }
        }

        AddServers();
        AddNames();
        AddPaths();
        AddCanaries();
        StandIn();
        Dictionary<Ingress, IngressOptions> served = new(ReferenceEqualityComparer.Instance);
        foreach ((Ingress ingress, IngressOptions options) in _served)
        {
            served[ingress] = options;
        }

        IngressServer[] servers = [.. _servers.Values.OrderBy(s => s.Host, StringComparer.Ordinal).Select(Finish)];
        return new IngressConfiguration
        {
            Servers = servers,
            Malformed = [.. servers.Where(s => s.UsesRegex).SelectMany(s => s.Locations
                .Select(l => new MalformedPath(s, l, PatternSyntax.Fault(l.Path) ?? "")).Where(m => m.Fault.Length > 0))],
            Upstreams = _upstreams.All,
            Served = served,
            Excluded = _excluded,
            Claims = _claims,
            Assumptions =
            [
                .. set.Controller.Source.Length > 0 ? Array.Empty<string>() : ["no controller was read: it is taken for ingress-nginx 1.15.1 with its defaults"],
                .. admission.Assumptions,
            ],
            Settings = set.Controller,
        };
    }

    /// <summary>Older ones first; of the same age those whose namespace and name sort last.</summary>
    private static IEnumerable<Ingress> Ordered(IReadOnlyList<Ingress> ingresses) =>
        ingresses.OrderBy(i => i.CreatedAt ?? DateTimeOffset.MinValue).ThenByDescending(i => i.Key, StringComparer.Ordinal);

    private static string HostOf(IngressRule rule) => rule.Host.Length > 0 ? rule.Host : IngressServer.AllHosts;


    private static IngressPathType TypeOf(IngressPath path) => path.Type == IngressPathType.Exact ? IngressPathType.Exact : IngressPathType.Prefix;

    private void AddServers()
    {
        ServerDraft all = new(IngressServer.AllHosts) { HasCertificate = true };
        all.Add(new LocationDraft { Path = "/", Type = IngressPathType.Prefix, Upstream = _upstreams.Default, Options = s_none, IsDefault = true });
        _servers.Add(all.Host, all);
        foreach ((Ingress ingress, IngressOptions options) in _served.Where(s => !s.Options.IsCanary))
        {
            IngressUpstream upstream = ingress.DefaultBackend is { Service: not null } backend ? _upstreams.Of(ingress.Namespace, backend) : _upstreams.Default;
            LocationDraft first = all.Locations[0];
            if (upstream != _upstreams.Default && ingress.Rules.Count == 0 && first.IsDefault)
            {
                first.IsDefault = false;
                first.Upstream = upstream;
                first.Ingress = ingress;

                // Redirects and rewrites are left out here, which are all options but a few.
                first.Options = options with { RewriteTarget = "", UsesRegex = false, AppRoot = "", RedirectUrl = "", FromToWww = false, SslRedirect = false, ForceSslRedirect = false };
            }

            foreach (string host in ingress.Rules.Select(HostOf).Where(h => !_servers.ContainsKey(h)))
            {
                ServerDraft server = new(host) { SslPassthrough = options.SslPassthrough };
                server.Add(new LocationDraft
                {
                    Path = "/", Type = IngressPathType.Prefix, Upstream = upstream, Options = options, Ingress = ingress, IsDefault = true,
                });
                _servers.Add(host, server);
            }
        }
    }

    private void AddNames()
    {
        Dictionary<string, IReadOnlyList<string>> aliases = new(StringComparer.Ordinal);
        foreach ((Ingress ingress, IngressOptions options) in _served.Where(s => !s.Options.IsCanary))
        {
            foreach (ServerDraft server in ingress.Rules.Select(r => _servers[HostOf(r)]))
            {
                if (server.Aliases.Count == 0)
                {
                    server.Aliases = options.Aliases;
                    aliases[server.Host] = options.Aliases;
                }

                server.Snippet = server.Snippet.Length > 0 ? server.Snippet : options.ServerSnippet;
                server.SslPassthrough |= options.SslPassthrough;

                // A section for another host gives the default certificate, and with it the redirect to HTTPS.
                server.HasCertificate |= ingress.Tls.Count > 0;
            }
        }

        foreach ((string host, IReadOnlyList<string> names) in aliases)
        {
            _servers[host].Aliases = [.. names.Where(n => n != host && !_servers.ContainsKey(n))];
        }
    }

    private void AddPaths()
    {
        foreach ((Ingress ingress, IngressOptions options) in _served)
        {
            foreach (IngressRule rule in ingress.Rules)
            {
                ServerDraft server = _servers.GetValueOrDefault(HostOf(rule)) ?? _servers[IngressServer.AllHosts];
                foreach (IngressPath path in (rule.Paths ?? []).Where(p => p.Backend.Service is not null))
                {
                    IngressUpstream upstream = _upstreams.Of(ingress.Namespace, path.Backend);
                    if (!upstream.IsCanary)
                    {
                        AddPath(server, ingress, options, path, upstream);
                    }
                }
            }
        }
    }

    private void AddPath(ServerDraft server, Ingress ingress, IngressOptions options, IngressPath path, IngressUpstream upstream)
    {
        string text = path.Path.Length > 0 ? path.Path : "/";
        IngressPathType type = TypeOf(path);
        LocationDraft? first = server.First(text);

        // Only the first location of a path is looked at: where that is of another type, this one is added, be it there already or not.
        if (first is null || first.Type != type)
        {
            server.Add(new LocationDraft { Path = text, Type = type, Upstream = upstream, Options = options, Ingress = ingress, Written = path });
        }
        else if (first.IsDefault)
        {
            first.IsDefault = false;
            first.Upstream = upstream;
            first.Ingress = ingress;
            first.Written = path;
            first.Options = options;
        }
        else
        {
            if (first is { Written: not null, Ingress: not null })
            {
                _claims.Add(new IngressClaim(server.Host, first.Ingress, first.Written, ingress, path, IngressClaimKind.PassedOver));
            }

            return;
        }

        server.RedirectsWww |= options.FromToWww;
    }

    /// <summary>A canary joins the locations of its host and path that another Ingress has.</summary>
    private void AddCanaries()
    {
        foreach ((Ingress ingress, _) in _served.Where(s => s.Options.IsCanary))
        {
            foreach (IngressRule rule in ingress.Rules)
            {
                foreach (IngressPath path in (rule.Paths ?? []).Where(p => p.Backend.Service is not null))
                {
                    string text = path.Path.Length > 0 ? path.Path : "/";
                    _servers.GetValueOrDefault(HostOf(rule))?.Locations
                        .FirstOrDefault(l => !l.IsDefault && l.Path == text && l.Type == TypeOf(path))?.Canaries.Add(_upstreams.Of(ingress.Namespace, path.Backend));
                }
            }
        }
    }

    /// <summary>Where an upstream has no endpoints, the service of the default-backend annotation is asked.</summary>
    private void StandIn()
    {
        foreach (LocationDraft location in _servers.Values.SelectMany(s => s.Locations))
        {
            if (location is { Options.DefaultBackend.Length: > 0, Upstream.IsEmpty: true, Ingress: { } ingress }
                && _upstreams.Custom(ingress.Namespace, location.Options.DefaultBackend) is { } custom)
            {
                location.InPlaceOf = location.Upstream;
                location.Upstream = custom;
            }
        }
    }

    private IngressServer Finish(ServerDraft draft)
    {
        IReadOnlyList<IngressLocation> locations = draft.Finish();
        bool usesRegex = locations.Any(l => l.ForcesRegex);
        if (!usesRegex)
        {
            FindTwins(draft.Host, locations);
        }

        string other = draft.Host.StartsWith("www.", StringComparison.Ordinal) ? draft.Host[4..] : $"www.{draft.Host}";
        return new IngressServer
        {
            Host = draft.Host,
            Aliases = draft.Aliases,
            Locations = locations,
            UsesRegex = usesRegex,
            HasCertificate = draft.HasCertificate,
            SslPassthrough = draft.SslPassthrough,
            Snippet = draft.Snippet,
            RedirectsFrom = draft.RedirectsWww && !_servers.ContainsKey(other) ? other : "",
        };
    }

    /// <summary>The same location twice, which nginx refuses: `/shop` and `/shop/` as prefixes, or a prefix twice beside an exact path.</summary>
    private void FindTwins(string host, IReadOnlyList<IngressLocation> locations)
    {
        Dictionary<(IngressPathType, string), IngressLocation> seen = [];
        foreach (IngressLocation location in locations)
        {
            if (!seen.TryAdd((location.Type, location.Path), location)
                && seen[(location.Type, location.Path)] is { Ingress: { } holder, Written: { } held } && location is { Ingress: { } ingress, Written: { } path })
            {
                _claims.Add(new IngressClaim(host, holder, held, ingress, path, IngressClaimKind.BreaksConfiguration));
            }
        }
    }
}
