namespace ContainerNet.Paths.Rules;

/// <summary>The hooks of netfilter for IP (enum nf_inet_hooks), in the kernel's numbers.</summary>
public enum PacketHook
{
    /// <summary>Everything that came in, before the routing decision.</summary>
    Prerouting = 0,

    /// <summary>What is for this namespace itself.</summary>
    Input = 1,

    /// <summary>What is passed on.</summary>
    Forward = 2,

    /// <summary>What was made here.</summary>
    Output = 3,

    /// <summary>Everything that leaves.</summary>
    Postrouting = 4,
}
