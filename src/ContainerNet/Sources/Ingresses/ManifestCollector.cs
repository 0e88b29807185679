using ContainerNet.Model;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>Takes resources in by their kind. What says nothing about ingresses is counted.</summary>
internal sealed class ManifestCollector(string defaultNamespace)
{
    private readonly List<Ingress> _ingresses = [];
    private readonly List<IngressClass> _classes = [];
    private readonly List<ClusterService> _services = [];
    private readonly List<EndpointSlice> _slices = [];
    private readonly List<HttpRoute> _routes = [];
    private readonly List<ManifestProblem> _problems = [];
    private readonly ControllerCollector _controller = new();
    private readonly SortedDictionary<string, int> _ignored = new(StringComparer.Ordinal);

    /// <summary>Adds documents.</summary>
    public void Add(IEnumerable<YamlNode> documents)
    {
        foreach (YamlNode document in documents)
        {
            // `kubectl apply` takes a document that is a list for nothing it knows, so it is counted.
            if (document is YamlMapping mapping)
            {
                Add(mapping, "");
            }
            else
            {
                Ignore("(no mapping)");
            }
        }
    }

    /// <summary>What was read.</summary>
    /// <param name="complete">Was a whole cluster read? Then nothing of a kind means that there is none.</param>
    /// <param name="gaps">What could not be looked at, and of which kinds: those stay unknown.</param>
    public IngressSet Finish(bool complete = false, IReadOnlyDictionary<string, Gap>? gaps = null)
    {
        bool Known(string kind, int count) => count > 0 || (complete && gaps?.ContainsKey(kind) is not true);
        return new IngressSet
        {
            Ingresses = _ingresses,
            Routes = _routes,
            Classes = Known("ingressclasses", _classes.Count) ? _classes : null,
            Services = Known("services", _services.Count) ? _services : null,
            Endpoints = Known("endpointslices", _slices.Count) ? _slices : null,
            Controller = _controller.Finish(),
            IsCluster = complete,
            Ignored = _ignored,
            Problems = _problems,
            Gaps = [.. gaps?.Values ?? []],
        };
    }

    private void Add(YamlMapping resource, string kindOfList)
    {
        string version = resource.Text("apiVersion") ?? "";
        string kind = resource.Text("kind") ?? kindOfList;
        string group = version.IndexOf('/', StringComparison.Ordinal) is > 0 and int slash ? version[..slash] : "";
        switch (kind)
        {
            case "Ingress" when group is "networking.k8s.io" or "extensions" or "":
                AddIngress(resource, version);
                break;
            case "IngressClass":
                _classes.Add(new IngressClass(
                    Name(resource), resource.Map("spec")?.Text("controller") ?? "",
                    Annotations(resource).Any(a => a is { Name: "ingressclass.kubernetes.io/is-default-class", Value: "true" }), resource.Start));
                break;
            case "Service" when group.Length == 0:
                _services.Add(ServiceNode.Service(resource, Namespace(resource), Name(resource)));
                break;
            case "EndpointSlice":
                if (ServiceNode.Slice(resource, Namespace(resource), Name(resource)) is { } slice)
                {
                    _slices.Add(slice);
                }

                break;
            case "HTTPRoute" when group == "gateway.networking.k8s.io":
                _routes.Add(RouteNode.Route(resource, Namespace(resource), Name(resource)));
                break;
            case "ConfigMap" or "Deployment" or "DaemonSet" when _controller.Take(kind, resource, Namespace(resource), Name(resource)):
                break;
            case ['L', 'i', 's', 't'] or [.., 'L', 'i', 's', 't'] when resource["items"] is not null:
                foreach (YamlMapping item in resource.Maps("items"))
                {
                    Add(item, kind[..^4]);
                }

                break;
            default:
                Ignore(kind.Length > 0 ? ToolText.Clean(kind) : "(no kind)");
                break;
        }
    }

    private void AddIngress(YamlMapping resource, string version)
    {
        if (version is not ("networking.k8s.io/v1" or ""))
        {
            _problems.Add(new ManifestProblem(
                resource.PlaceOf("apiVersion"), $"{ToolText.Clean(version)} is not served for ingresses since Kubernetes 1.22: write networking.k8s.io/v1"));
        }

        YamlMapping? metadata = resource.Map("metadata");
        if (metadata?["deletionTimestamp"] is YamlScalar { IsNull: false })
        {
            // The controller still serves it until it is gone; it is gone in a moment.
            Ignore("Ingress (being deleted)");
            return;
        }

        YamlMapping? spec = resource.Map("spec");
        _ingresses.Add(new Ingress
        {
            Namespace = Namespace(resource),
            Name = Name(resource),
            Place = resource.Start,
            ApiVersion = version,
            CreatedAt = resource.CreatedAt(),
            ClassName = spec?.Text("ingressClassName"),
            Annotations = [.. Annotations(resource)],
            Rules = [.. (spec?.Maps("rules") ?? []).Select(IngressNode.Rule)],
            Tls = [.. (spec?.Maps("tls") ?? []).Select(t => new IngressTls([.. t.Texts("hosts")], t.Text("secretName") ?? "", t.Start))],
            DefaultBackend = (spec?.Map("defaultBackend") ?? spec?.Map("backend")) is { } backend ? IngressNode.Backend(backend) : null,
        });
    }

    private IEnumerable<IngressAnnotation> Annotations(YamlMapping resource)
    {
        foreach (YamlEntry entry in resource.Map("metadata")?.Map("annotations")?.Entries ?? [])
        {
            if (entry.Value is not YamlScalar value)
            {
                throw YamlText.Fault(entry.Value.Start, $"an annotation is a text, and not {entry.Value.Kind}");
            }

            if (value.IsBoolean || value.Integer is not null)
            {
                _problems.Add(new ManifestProblem(value.Start, $"an annotation is a text: write \"{ToolText.Clean(value.Value)}\" in quotes, or the API server refuses it"));
            }

            yield return new IngressAnnotation(entry.Name, value.IsNull ? "" : value.Value, entry.Key.Start);
        }
    }

    private string Namespace(YamlMapping resource) => resource.Map("metadata")?.Text("namespace") is { Length: > 0 } own ? own : defaultNamespace;

    private static string Name(YamlMapping resource) => resource.Map("metadata")?.Text("name") is { Length: > 0 } name ? name
        : throw YamlText.Fault(resource.Start, "a name is missing (metadata.name)");

    private void Ignore(string kind) => _ignored[kind] = _ignored.GetValueOrDefault(kind) + 1;
}
