using System.Globalization;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>Services and their endpoints.</summary>
internal static class ServiceNode
{
    /// <summary>A Service.</summary>
    public static ClusterService Service(YamlMapping resource, string space, string name)
    {
        YamlMapping? spec = resource.Map("spec");
        return new ClusterService
        {
            Namespace = space,
            Name = name,
            Place = resource.Start,
            Type = spec?.Text("type") ?? "ClusterIP",
            ClusterIp = spec?.Text("clusterIP") ?? "",
            ExternalName = spec?.Text("externalName") ?? "",
            Ports = [.. (spec?.Maps("ports") ?? []).Select(Port)],
        };
    }

    /// <summary>An EndpointSlice; null for one of no service.</summary>
    public static EndpointSlice? Slice(YamlMapping resource, string space, string name)
    {
        string? service = resource.Map("metadata")?.Map("labels")?.Text("kubernetes.io/service-name");
        return service is null ? null : new EndpointSlice
        {
            Namespace = space,
            Name = name,
            Service = service,
            Place = resource.Start,
            Ports = [.. resource.Maps("ports").Where(p => p["port"] is YamlScalar { IsNull: false })
                .Select(p => new EndpointPort(p.Text("name") ?? "", p.Number("port")!.Value, p.Text("protocol") ?? "TCP"))],
            Endpoints = [.. resource.Maps("endpoints").Select(e => new SliceEndpoint(
                [.. e.Texts("addresses")], e.Map("conditions")?.Truth("ready") is not false, e.Map("targetRef")?.Text("name") ?? ""))],
        };
    }

    private static ClusterServicePort Port(YamlMapping port)
    {
        int number = port.Number("port") ?? 0;
        return new ClusterServicePort(
            port.Text("name") ?? "", number, port.Text("targetPort") ?? number.ToString(CultureInfo.InvariantCulture), port.Text("protocol") ?? "TCP");
    }
}
