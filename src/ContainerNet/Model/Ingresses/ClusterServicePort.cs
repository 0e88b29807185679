namespace ContainerNet.Model.Ingresses;

/// <summary>A port of a Service.</summary>
/// <param name="Name">The name; "" for the only one.</param>
/// <param name="Number">The port of the service.</param>
/// <param name="TargetPort">The port of the container, by number or name.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
public sealed record ClusterServicePort(string Name, int Number, string TargetPort, string Protocol)
{
    /// <inheritdoc/>
    public override string ToString() => Name.Length > 0 ? $"{Number} ({Name})" : $"{Number}";
}
