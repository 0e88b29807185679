using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A path of a host that was taken already.</summary>
/// <param name="Host">The host; "_" for all.</param>
/// <param name="Holder">Who has it.</param>
/// <param name="HolderPath">Its path.</param>
/// <param name="Ingress">Who comes too late.</param>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What comes of it.</param>
public sealed record IngressClaim(string Host, Ingress Holder, IngressPath HolderPath, Ingress Ingress, IngressPath Path, IngressClaimKind Kind)
{
    /// <summary>Is it known who comes first? In manifests it is who is applied first.</summary>
    public bool IsOrderKnown => Holder.CreatedAt is not null && Ingress.CreatedAt is not null;
}
