namespace ContainerNet.Tracing;

/// <summary>
/// The chains of our own trace table. Those with rules mark packets to be traced; all of them end in a policy, which
/// gives an event with the packet's header: so the addresses after each translation are known, and how far the packet
/// came.
/// </summary>
internal static class TraceChains
{
    /// <summary>What the names of our tables begin with.</summary>
    public const string Prefix = "containernet_trace_";

    /// <summary>The family of our tables.</summary>
    public const string Family = "inet";

    /// <summary>First in prerouting: marks what comes in.</summary>
    public const string Prerouting = "pre";

    /// <summary>In prerouting, just after connection tracking: marks answers that come in.</summary>
    public const string PreroutingTracked = "pre_ct";

    /// <summary>Last in prerouting: the packet now goes to routing.</summary>
    public const string PreroutingEnd = "pre_end";

    /// <summary>First in input: routing gave the packet to this namespace.</summary>
    public const string Input = "in";

    /// <summary>Last in input: the packet is delivered.</summary>
    public const string InputEnd = "in_end";

    /// <summary>First in forward: routing found a way through.</summary>
    public const string Forward = "fwd_begin";

    /// <summary>Last in forward: the packet is let through.</summary>
    public const string ForwardEnd = "fwd_end";

    /// <summary>First in output: marks what is sent here.</summary>
    public const string Output = "out";

    /// <summary>In output, just after connection tracking: marks answers that are sent here.</summary>
    public const string OutputTracked = "out_ct";

    /// <summary>Last in output.</summary>
    public const string OutputEnd = "out_end";

    /// <summary>First in postrouting.</summary>
    public const string Postrouting = "post";

    /// <summary>Last in postrouting: the packet leaves.</summary>
    public const string PostroutingEnd = "post_end";

    // The two ends of the range are left to the kernel's own use; connection tracking stands at -200
    // (include/uapi/linux/netfilter_ipv4.h).
    private const int First = int.MinValue + 1;
    private const int AfterConntrack = -199;
    private const int Last = int.MaxValue - 1;

    /// <summary>Each chain with its hook (enum nf_inet_hooks) and priority.</summary>
    internal static IReadOnlyList<(string Name, int Hook, int Priority)> All { get; } =
    [
        (Prerouting, 0, First), (PreroutingTracked, 0, AfterConntrack), (PreroutingEnd, 0, Last),
        (Input, 1, First), (InputEnd, 1, Last),
        (Forward, 2, First), (ForwardEnd, 2, Last),
        (Output, 3, First), (OutputTracked, 3, AfterConntrack), (OutputEnd, 3, Last),
        (Postrouting, 4, First), (PostroutingEnd, 4, Last),
    ];
}
