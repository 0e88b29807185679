using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Checks.Firewall;

/// <summary>Tries packets on the rules of one network namespace, every way that they may fare. For one check: each has its own.</summary>
internal sealed class RuleTrial(Place place)
{
    // Whoever limits rates in more rules than that gets no answer instead of a slow one.
    private const int MostWays = 500;

    private readonly PacketFilter _filter = new(place.Rules);
    private readonly Forks _forks = new();
    private readonly List<RuleStep> _steps = [];

    /// <summary>On the host's rules.</summary>
    public static RuleTrial Of(Snapshot facts) => new(Place.OfHost(facts));

    /// <summary>A packet in one chain and those that it jumps to, whatever else is called at the hook.</summary>
    public Outcome Through(FirewallChain chain, PacketHook hook, Packet packet) =>
        Through(packet, way => _filter.RunChain(chain, hook, way, place.Routing, _forks, _steps));

    /// <summary>A packet at one hook, in everything that is called there.</summary>
    public Outcome Through(PacketHook hook, Packet packet) => Through(packet, way => Run(hook, way));

    /// <summary>A packet that is passed on from one interface to another, in everything that is called for it. What stops it
    /// before the last hook is not asked for here.</summary>
    public Outcome Forwarded(Packet packet) => Through(packet, way =>
    {
        (string? output, way.Output) = (way.Output, null);
        Run(PacketHook.Prerouting, way);
        way.Output = output;
        Run(PacketHook.Forward, way);
        return Run(PacketHook.Postrouting, way);
    });

    private HookResult Run(PacketHook hook, Packet way) => _filter.Run(hook, way, place.Routing, _forks, _steps, full: false);

    private Outcome Through(Packet packet, Func<Packet, HookResult> run)
    {
        _forks.Clear();
        Outcome? first = null;
        Fork? doubt = null;
        bool agree = true;
        List<Packet> after = [];
        do
        {
            Packet way = packet.Copy();
            _steps.Clear();
            HookResult result = run(way);
            after.Add(way);
            doubt ??= _forks.Taken.Take(_forks.Met).FirstOrDefault(f => f.Kind == ForkKind.Doubt);
            Outcome outcome = OutcomeOf(result);
            first ??= outcome;
            agree &= outcome.Verdict == first.Verdict;
        }
        while (after.Count < MostWays && _forks.Next());

        bool isCut = after.Count == MostWays || _forks.IsCut;
        return !agree && (doubt is not null || isCut)
            ? new Outcome { Verdict = RuleAction.Unknown, Chain = doubt?.Chain, Rule = doubt?.Rule, Packets = after }
            : first with { IsCertain = agree && !isCut, Packets = after };
    }

    private Outcome OutcomeOf(HookResult result) => new()
    {
        Verdict = result.Verdict switch
        {
            HookVerdict.Accept => RuleAction.Accept,
            HookVerdict.Drop => RuleAction.Drop,
            HookVerdict.Reject => RuleAction.Reject,
            _ => RuleAction.Unknown,
        },
        Chain = result.Chain,
        Rule = result.Verdict == HookVerdict.Accept ? _steps.LastOrDefault(s => s.Rule is not null).Rule : result.Rule,
    };
}
