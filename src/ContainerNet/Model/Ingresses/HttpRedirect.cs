namespace ContainerNet.Model.Ingresses;

/// <summary>Where the requests of a rule are sent; what is null stays as it is.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">The host.</param>
/// <param name="Port">The port.</param>
/// <param name="Path">The path.</param>
/// <param name="Status">The status.</param>
public sealed record HttpRedirect(string? Scheme, string? Host, int? Port, HttpPathModifier? Path, int Status);
