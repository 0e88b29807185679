using ContainerNet.Model.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Finds the service and port that a backend means, where it names one that is not there and only one can be meant.</summary>
internal static class BackendWay
{
    /// <summary>The service and port; null where the backend is right, is not known, or several could be meant.</summary>
    public static (string Service, ClusterServicePort Port)? Find(IngressSet set, IngressTarget target)
    {
        ClusterService[] services = [.. (set.Services ?? []).Where(s => s.Namespace == target.Ingress.Namespace)];
        IngressBackend backend = target.Path.Backend;
        ClusterService? named = Array.Find(services, s => s.Name == backend.Service);
        if (named is not null)
        {
            return named.Port(backend) is null && named is { Type: not "ExternalName", Ports: [var only] } ? (named.Name, only) : null;
        }

        return services is [{ } single] && (single.Port(backend) ?? (single.Ports is [var port] ? port : null)) is { } meant ? (single.Name, meant) : null;
    }
}
