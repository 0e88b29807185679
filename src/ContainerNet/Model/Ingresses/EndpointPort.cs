namespace ContainerNet.Model.Ingresses;

/// <summary>A port of endpoints.</summary>
/// <param name="Name">The name of the service's port; "" for the only one.</param>
/// <param name="Number">The port.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
public sealed record EndpointPort(string Name, int Number, string Protocol);
