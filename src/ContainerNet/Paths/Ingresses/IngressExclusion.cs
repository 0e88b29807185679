using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>An Ingress that the controller does not serve.</summary>
/// <param name="Ingress">The Ingress.</param>
/// <param name="Reason">Why, as a clause.</param>
/// <param name="IsForeign">Does it belong to another controller, so that nothing is wrong with it?</param>
public sealed record IngressExclusion(Ingress Ingress, string Reason, bool IsForeign);
