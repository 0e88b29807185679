namespace ContainerNet.Repairs;

/// <summary>A test that needs a network namespace and iptables; without root it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!NamespaceHost.IsPossible)
        {
            Skip = "needs root, unshare, nsenter and iptables-nft";
        }
    }
}
