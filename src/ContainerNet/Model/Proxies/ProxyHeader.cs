namespace ContainerNet.Model.Proxies;

/// <summary>A header that is set on requests to the server behind.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value with variables; empty when the header is taken away.</param>
/// <param name="Source">Where it was set.</param>
public sealed record ProxyHeader(string Name, string Value, SourceLine Source)
{
    /// <summary>Name and value, as they may be shown.</summary>
    public override string ToString() => $"{Name}: {HeaderSecrets.Shown(this)}";
}
