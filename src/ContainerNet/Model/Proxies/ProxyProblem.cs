namespace ContainerNet.Model.Proxies;

/// <summary>Something in a configuration that is wrong or could not be read.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record ProxyProblem(ProxyProblemKind Kind, SourceLine Source, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Reason}";
}
