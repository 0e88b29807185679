using System.Globalization;
using System.Net;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>The upstreams of ingresses, each with the endpoints that are ready (controller.go, createUpstreams; endpointslices.go). The Ingress
/// that names a port of a service first decides how it is asked.</summary>
internal sealed class UpstreamTable
{
    private readonly Dictionary<string, IngressUpstream> _upstreams = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), ClusterService>? _services;
    private readonly ILookup<(string Namespace, string Service), EndpointSlice>? _slices;
    private readonly IngressSet _set;

    /// <summary>For services and endpoints as they were read.</summary>
    public UpstreamTable(IngressSet set)
    {
        _set = set;
        if (set.Services is not null)
        {
            _services = [];
            foreach (ClusterService service in set.Services)
            {
                _services.TryAdd((service.Namespace, service.Name), service);
            }
        }

        _slices = set.Endpoints?.ToLookup(s => (s.Namespace, s.Service));
        Default = DefaultUpstream();
        _upstreams.Add(Default.Name, Default);
    }

    /// <summary>Who answers what nobody takes.</summary>
    public IngressUpstream Default { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, IngressUpstream> All => _upstreams;

    /// <summary>"namespace-service-port", as access logs have it.</summary>
    public static string NameOf(string space, IngressBackend backend) =>
        backend.Port.Length > 0 ? $"{space}-{backend.Service}-{backend.Port}" : $"{space}-INVALID";

    /// <summary>Takes in what an Ingress names. A default backend is made anew each time, and a path's only the first time.</summary>
    public void Add(Ingress ingress, IngressOptions options)
    {
        if (ingress.DefaultBackend is { Service: not null } backend)
        {
            IngressUpstream upstream = Make(ingress.Namespace, backend, options);
            _upstreams[upstream.Name] = upstream;
        }

        foreach (IngressPath path in ingress.Rules.SelectMany(r => r.Paths ?? []).Where(p => p.Backend.Service is not null))
        {
            string name = NameOf(ingress.Namespace, path.Backend);
            if (!_upstreams.ContainsKey(name))
            {
                _upstreams.Add(name, Make(ingress.Namespace, path.Backend, options));
            }
        }
    }

    /// <summary>The upstream of a backend.</summary>
    public IngressUpstream Of(string space, IngressBackend backend) => _upstreams[NameOf(space, backend)];

    /// <summary>The upstream of the service that the default-backend annotation names, asked at its first port; null when it has no endpoint
    /// that is ready, so that the annotation has no effect.</summary>
    public IngressUpstream? Custom(string space, string service)
    {
        if (_services?.GetValueOrDefault((space, service)) is not { Ports: [var port, ..] } known)
        {
            return null;
        }

        IngressUpstream upstream = WithEndpoints(
            new IngressUpstream { Name = $"custom-default-backend-{space}-{service}", Namespace = space, Service = service, Port = port.ToString(), Definition = known },
            known, port);
        _upstreams[upstream.Name] = upstream;
        return upstream.IsEmpty ? null : upstream;
    }

    private IngressUpstream DefaultUpstream()
    {
        IngressUpstream own = new() { Name = IngressConfiguration.DefaultUpstream, State = IngressUpstreamState.Ready };
        string[] parts = _set.Controller.DefaultBackend.Split('/');
        if (parts.Length != 2)
        {
            return own;
        }

        IngressUpstream named = own with { Namespace = parts[0], Service = parts[1] };
        return _services?.GetValueOrDefault((parts[0], parts[1])) is not { Ports: [var port, ..] } service
            ? _set.IsWholeCluster ? own : named with { State = IngressUpstreamState.Unknown }
            : WithEndpoints(named with { Definition = service, Port = port.ToString() }, service, port) is { IsEmpty: false } upstream ? upstream : own;
    }

    private IngressUpstream Make(string space, IngressBackend backend, IngressOptions options)
    {
        IngressUpstream upstream = new()
        {
            Name = NameOf(space, backend),
            Namespace = space,
            Service = backend.Service!,
            Port = backend.Port,
            IsCanary = options.IsCanary,
        };
        if (_services is null)
        {
            return upstream with { State = IngressUpstreamState.Unknown };
        }

        if (_services.GetValueOrDefault((space, backend.Service!)) is not { } service)
        {
            return upstream with { State = _set.IsCluster ? IngressUpstreamState.ServiceMissing : IngressUpstreamState.Unknown };
        }

        upstream = upstream with { Definition = service };
        if (service.Type == "ExternalName")
        {
            return External(upstream, service);
        }

        ClusterServicePort? port = service.Port(backend);
        if (options.ServiceUpstream && service.ClusterIp is not ("" or "None"))
        {
            // Where the port is given by its number, the controller does not ask whether there is such a port.
            string number = backend.PortNumber?.ToString(CultureInfo.InvariantCulture) ?? port?.Number.ToString(CultureInfo.InvariantCulture) ?? "";
            return number.Length == 0 ? upstream with { State = IngressUpstreamState.PortMissing }
                : upstream with { State = IngressUpstreamState.Ready, Endpoints = [$"{service.ClusterIp}:{number}"] };
        }

        return port is null ? upstream with { State = IngressUpstreamState.PortMissing } : WithEndpoints(upstream, service, port);
    }

    private IngressUpstream External(IngressUpstream upstream, ClusterService service)
    {
        bool isOwn = service.ExternalName is "" or "localhost" || (IPAddress.TryParse(service.ExternalName, out IPAddress? address) && IPAddress.IsLoopback(address));
        return isOwn || _set.Controller.DisablesExternalNames ? upstream with { State = IngressUpstreamState.NoEndpoints }
            : upstream with { State = IngressUpstreamState.Ready, Endpoints = [$"{service.ExternalName}:{upstream.Port}"] };
    }

    private IngressUpstream WithEndpoints(IngressUpstream upstream, ClusterService service, ClusterServicePort port)
    {
        if (_slices is null)
        {
            return upstream with { State = IngressUpstreamState.Unknown };
        }

        HashSet<string> ready = new(StringComparer.Ordinal);
        int notReady = 0;
        bool any = false;
        foreach (EndpointSlice slice in _slices[(service.Namespace, service.Name)])
        {
            any = true;
            int[] ports = Ports(slice, port);
            foreach (SliceEndpoint endpoint in slice.Endpoints)
            {
                notReady += endpoint.IsReady ? 0 : 1;
                foreach (string address in endpoint.IsReady ? endpoint.Addresses : [])
                {
                    ready.UnionWith(ports.Select(p => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{p}" : $"{address}:{p}"));
                }
            }
        }

        // Among manifests a service without slices is the rule, and says nothing.
        return upstream with
        {
            Endpoints = [.. ready],
            NotReady = notReady,
            State = ready.Count > 0 ? IngressUpstreamState.Ready : any || _set.IsCluster ? IngressUpstreamState.NoEndpoints : IngressUpstreamState.Unknown,
        };
    }

    private static int[] Ports(EndpointSlice slice, ClusterServicePort port)
    {
        int? target = int.TryParse(port.TargetPort, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return slice.Ports.Count == 0 ? target is { } only ? [only] : []
            : [.. slice.Ports.Where(p => p.Protocol == "TCP").Select(p => port.Name.Length == 0 || p.Name == port.Name ? p.Number : target ?? 0).Where(p => p != 0)];
    }
}
