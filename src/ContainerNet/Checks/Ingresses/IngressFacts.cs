using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>Ingresses as they were read, and what the controller makes of them. Not for several threads at once.</summary>
public sealed class IngressFacts
{
    /// <summary>Of ingresses as they were read.</summary>
    public IngressFacts(IngressSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Set = set;
        Configuration = IngressConfiguration.Of(set);
    }

    /// <summary>What was read.</summary>
    public IngressSet Set { get; }

    /// <summary>What the controller makes of it.</summary>
    public IngressConfiguration Configuration { get; }

    /// <summary>Says what becomes of requests.</summary>
    public IngressResolver Resolver => field ??= new IngressResolver(Configuration);
}
