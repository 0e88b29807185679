using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>A class of ingresses, and the controller that it belongs to.</summary>
/// <param name="Name">The name.</param>
/// <param name="Controller">The controller, such as k8s.io/ingress-nginx.</param>
/// <param name="IsDefault">Do ingresses that are made without a class get this one?</param>
/// <param name="Place">Where it stands.</param>
public sealed record IngressClass(string Name, string Controller, bool IsDefault, YamlPlace Place);
