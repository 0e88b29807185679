using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// Runs packets through the hooks of a rule set as the kernel does. It may be used for any number of packets, one after another;
/// each thread needs its own.
/// </summary>
public sealed class PacketFilter
{
    private readonly RuleSet _rules;
    private readonly PacketView _view = new();
    private readonly ChainRun _chains;
    private List<RuleStep>? _steps;

    /// <summary>For these rules.</summary>
    public PacketFilter(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        _chains = new ChainRun(rules, _view);
    }

    /// <summary>Runs everything that is called at a hook, in the kernel's order. The packet and its connection are changed as
    /// rules and translation say.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="packet">The packet. At prerouting and output a connection that it has already is the one that it
    /// belongs to; without one, connection tracking begins one.</param>
    /// <param name="routes">What rules ask of routing.</param>
    /// <param name="forks">Is asked where a packet may fare in several ways.</param>
    /// <param name="steps">Takes what was done; null for nothing, and then nothing is allocated.</param>
    /// <param name="full">Also the rules that matched and decided nothing.</param>
    public HookResult Run(
        PacketHook hook, Packet packet, IRouteFacts routes, Forks forks, List<RuleStep>? steps, bool full)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(forks);
        _view.Begin(hook, packet);
        _chains.Begin(routes, forks, steps, full);
        _steps = steps;
        foreach (ref readonly HookStep step in _rules.Plan[HookPlan.IndexOf(hook, packet.IsIPv6)].AsSpan())
        {
            HookVerdict verdict = step.Kind switch
            {
                HookStepKind.Chain => _chains.Run(step.Chain),
                HookStepKind.Tracking => Track(),
                _ => Translate(step.NatChains),
            };
            if (verdict != HookVerdict.Accept)
            {
                return new HookResult(verdict, _chains.DecidingChain, _chains.DecidingRule);
            }
        }

        return default;
    }

    /// <summary>Runs one chain and those that it jumps to, as if it were all that is called at the hook. A connection that the
    /// packet has is seen by the rules, except by those before connection tracking.</summary>
    /// <param name="chain">A chain of the rule set, which need not be a base chain.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="routes">What rules ask of routing.</param>
    /// <param name="forks">Is asked where a packet may fare in several ways.</param>
    /// <param name="steps">Takes what was done; null for nothing.</param>
    internal HookResult RunChain(
        FirewallChain chain, PacketHook hook, Packet packet, IRouteFacts routes, Forks forks, List<RuleStep>? steps)
    {
        _view.Begin(hook, packet);
        _view.IsTracked |= !HookPlan.IsBeforeTracking(chain);
        _chains.Begin(routes, forks, steps, full: false);
        _steps = steps;
        return new HookResult(_chains.Run(_rules.PlaceOf(chain)), _chains.DecidingChain, _chains.DecidingRule);
    }

    /// <summary>Connection tracking finds the connection or begins one.</summary>
    private HookVerdict Track()
    {
        Packet packet = _view.Packet;
        if (_view.IsTracked)
        {
            return HookVerdict.Accept;
        }

        _view.IsTracked = true;
        packet.IsUntracked |= FirstPackets.AreExempt(packet);
        if (packet.IsUntracked)
        {
            packet.Connection = null;
        }
        else if (packet.Connection is { IsBegun: true } known)
        {
            known.IsAnswered |= packet.IsReply;
        }
        else if (FirstPackets.MayBegin(packet))
        {
            packet.Connection ??= new Connection();
            packet.IsReply = false;
            Translator.Begin(packet.Connection, packet);
        }
        else
        {
            packet.Connection = null;
        }

        return HookVerdict.Accept;
    }

    /// <summary>Translation: asks the nat chains for the first packet of a connection, and rewrites the packet.</summary>
    private HookVerdict Translate(int[] chains)
    {
        if (_view.Connection is not Connection connection)
        {
            return HookVerdict.Accept;
        }

        bool destination = Translator.IsDestination(_view.Hook);
        if (_view.State == ConnectionStates.New && !IsDecided(connection, destination))
        {
            foreach (int chain in chains)
            {
                HookVerdict verdict = _chains.Run(chain);
                if (verdict != HookVerdict.Accept)
                {
                    return verdict;
                }

                if (IsDecided(connection, destination))
                {
                    return HookVerdict.Accept;
                }
            }

            connection.IsDestinationDecided |= destination;
            connection.IsSourceDecided |= !destination;
        }
        else if (Translator.Apply(_view.Hook, _view.Packet, connection))
        {
            _steps?.Add(new RuleStep(_view.Hook, HopAction.Translate, null, null, Translator.TupleOf(_view.Packet)));
        }

        return HookVerdict.Accept;
    }

    private static bool IsDecided(Connection connection, bool destination) =>
        destination ? connection.IsDestinationDecided : connection.IsSourceDecided;
}
