using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// What the kernel calls at each hook, in its order. Chains of type nat are not called at their own priority: the core of
/// translation calls them at one of its own (net/netfilter/nf_nat_proto.c, nf_nat_ipv4_ops), in the order of their priorities.
/// </summary>
internal static class HookPlan
{
    private const int Hooks = 5;
    private const int TrackingPriority = -200, DestinationPriority = -100, SourcePriority = 100;

    /// <summary>The steps of a hook and family.</summary>
    public static int IndexOf(PacketHook hook, bool isIPv6) => ((int)hook * 2) + (isIPv6 ? 1 : 0);

    /// <summary>The hook of a chain, or null for one that these hooks do not call.</summary>
    public static PacketHook? HookOf(FirewallChain chain) => chain.Hook switch
    {
        "prerouting" => PacketHook.Prerouting,
        "input" => PacketHook.Input,
        "forward" => PacketHook.Forward,
        "output" => PacketHook.Output,
        "postrouting" => PacketHook.Postrouting,
        _ => null,
    };

    /// <summary>Is a chain called before connection tracking?</summary>
    public static bool IsBeforeTracking(FirewallChain chain) => chain.Priority < TrackingPriority;

    /// <summary>The steps of all hooks.</summary>
    public static HookStep[][] Of(IReadOnlyList<FirewallChain> chains)
    {
        HookStep[][] plan = new HookStep[Hooks * 2][];
        for (PacketHook hook = PacketHook.Prerouting; hook <= PacketHook.Postrouting; hook++)
        {
            plan[IndexOf(hook, isIPv6: false)] = Of(chains, hook, "ip");
            plan[IndexOf(hook, isIPv6: true)] = Of(chains, hook, "ip6");
        }

        return plan;
    }

    private static HookStep[] Of(IReadOnlyList<FirewallChain> chains, PacketHook hook, string family)
    {
        List<HookStep> steps = [];
        List<HookStep> nat = [];
        for (int index = 0; index < chains.Count; index++)
        {
            FirewallChain chain = chains[index];
            if (HookOf(chain) == hook && (chain.Table.Family == family || chain.Table.Family == "inet"))
            {
                (chain.Type == "nat" ? nat : steps).Add(
                    new HookStep(HookStepKind.Chain, chain.Priority ?? 0, index, index, []));
            }
        }

        if (hook is PacketHook.Prerouting or PacketHook.Output)
        {
            // It is registered when the first rule asks for it, which is after the chain of that rule.
            steps.Add(new HookStep(HookStepKind.Tracking, TrackingPriority, int.MaxValue, -1, []));
        }

        if (hook != PacketHook.Forward)
        {
            int priority = hook is PacketHook.Prerouting or PacketHook.Output ? DestinationPriority : SourcePriority;
            steps.Add(new HookStep(HookStepKind.Translation, priority, FirstNat(chains, family), -1, [.. Sorted(nat).Select(n => n.Chain)]));
        }

        return [.. Sorted(steps)];
    }

    /// <summary>The core of translation is registered at all hooks together with the first chain that needs it.</summary>
    private static int FirstNat(IReadOnlyList<FirewallChain> chains, string family)
    {
        for (int index = 0; index < chains.Count; index++)
        {
            if (chains[index].Type == "nat" && (chains[index].Table.Family == family || chains[index].Table.Family == "inet"))
            {
                return index;
            }
        }

        return -1;
    }

    private static IEnumerable<HookStep> Sorted(IEnumerable<HookStep> steps) =>
        steps.OrderBy(step => step.Priority).ThenByDescending(step => step.Age);
}
