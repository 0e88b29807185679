using System.Globalization;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>The parts of an Ingress, in the form of networking.k8s.io/v1 and in the one before it.</summary>
internal static class IngressNode
{
    /// <summary>A rule.</summary>
    public static IngressRule Rule(YamlMapping rule) => new()
    {
        Host = rule.Text("host") ?? "",
        Place = rule.Start,
        Paths = rule.Map("http") is { } http ? [.. http.Maps("paths").Select(Path)] : null,
    };

    /// <summary>The service and the port that a path leads to.</summary>
    public static IngressBackend Backend(YamlMapping backend)
    {
        if (backend.Text("serviceName") is { } old)
        {
            string port = backend.Text("servicePort") ?? "";
            bool isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            return new IngressBackend { Service = old, PortNumber = isNumber ? number : null, PortName = isNumber ? null : port, Place = backend.Start };
        }

        YamlMapping? service = backend.Map("service");
        YamlMapping? named = service?.Map("port");
        return new IngressBackend
        {
            Service = service is null ? null : service.Text("name") ?? "",
            PortNumber = named?.Number("number") is > 0 and int value ? value : null,
            PortName = named?.Text("name"),
            Place = (service ?? backend).Start,
        };
    }

    private static IngressPath Path(YamlMapping path) => new()
    {
        Path = path.Text("path") ?? "",
        Type = path.Text("pathType") switch
        {
            null => null,
            "Exact" => IngressPathType.Exact,
            "Prefix" => IngressPathType.Prefix,
            "ImplementationSpecific" => IngressPathType.ImplementationSpecific,
            string other => throw YamlText.Fault(
                path["pathType"]!.Start, $"pathType is Exact, Prefix or ImplementationSpecific, and not {ToolText.Clean(other)}"),
        },
        Backend = Backend(path.Map("backend") ?? throw YamlText.Fault(path.Start, "a path without a backend")),
        Place = (path["path"] ?? path).Start,
    };
}
