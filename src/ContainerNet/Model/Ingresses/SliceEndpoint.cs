namespace ContainerNet.Model.Ingresses;

/// <summary>An endpoint: a pod, as a rule.</summary>
/// <param name="Addresses">Its addresses.</param>
/// <param name="IsReady">Does it take requests? Where it does not say, it does.</param>
/// <param name="Target">The pod, where it is one.</param>
public sealed record SliceEndpoint(IReadOnlyList<string> Addresses, bool IsReady, string Target);
