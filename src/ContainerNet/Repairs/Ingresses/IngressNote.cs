namespace ContainerNet.Repairs.Ingresses;

/// <summary>Something about the repair of an Ingress.</summary>
/// <param name="Ingress">The Ingress, "namespace/name"; "" where none is meant.</param>
/// <param name="Source">The file and line that it is about.</param>
/// <param name="Text">What is to be said.</param>
public sealed record IngressNote(string Ingress, string Source, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Source.Length > 0 ? $"{Source}: {Text}" : Text;
}
