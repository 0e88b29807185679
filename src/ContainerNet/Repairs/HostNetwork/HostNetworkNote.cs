namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Something about a service that is moved to the host's network.</summary>
/// <param name="Service">The service.</param>
/// <param name="Source">The file and line that it is about.</param>
/// <param name="Text">What is to be said.</param>
public sealed record HostNetworkNote(string Service, string Source, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Text}";
}
