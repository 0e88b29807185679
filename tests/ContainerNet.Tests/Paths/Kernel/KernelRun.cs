using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;
using ContainerNet.Tracing;

namespace ContainerNet.Paths.Kernel;

/// <summary>Puts rules into the router, reads them back with the product's own readers, sends packets through them, and holds what
/// the kernel did against what the rules were said to do.</summary>
internal sealed class KernelRun(KernelNet net, IHost host)
{
    private const int MostWays = 256;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private const string NoLegacyRules = "*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n"
        + "*nat\n:PREROUTING ACCEPT\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:POSTROUTING ACCEPT\nCOMMIT\n"
        + "*mangle\n:PREROUTING ACCEPT\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n:POSTROUTING ACCEPT\nCOMMIT\n"
        + "*raw\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\nCOMMIT\n";

    private bool _hadLegacy;
    private readonly List<(PacketTrail Trail, List<Hop> Hops, Hop? Legacy)> _seen = [];
    private readonly Lock _gate = new();

    /// <summary>The rules as they were read last.</summary>
    public FirewallFacts Rules { get; private set; } = FirewallFacts.None;

    /// <summary>What the tools printed of them.</summary>
    public RecordingHost? Recording { get; private set; }

    /// <summary>Loads rules in place of all others; what the tool said, or null.</summary>
    public string? Load(IReadOnlyList<RuleText> texts)
    {
        net.Load("flush ruleset\n", "nft", "-f", "-");
        if (_hadLegacy)
        {
            foreach (string tool in (string[])["iptables-legacy-restore", "ip6tables-legacy-restore"])
            {
                net.Load(NoLegacyRules, tool);
            }
        }

        _hadLegacy |= texts.Any(text => text.Tool[0].Contains("legacy", StringComparison.Ordinal));
        // The kernel lets go of the rules of nft, and of the sets that they name, some time after they went.
        net.Load("", "ipset", "flush");
        for (int attempt = 0; net.Load("", "ipset", "destroy") is not null && attempt < 100; attempt++)
        {
            Thread.Sleep(5);
        }

        foreach (RuleText text in texts)
        {
            if (net.Load(text.Text, text.Tool) is string error)
            {
                return $"{string.Join(' ', text.Tool)}: {error}";
            }
        }

        return null;
    }

    /// <summary>Sends packets, and then, from what came of them, others.</summary>
    /// <param name="shots">The first packets.</param>
    /// <param name="next">The packets that follow on one that was as predicted.</param>
    public async Task<List<Shot>> FireAsync(IReadOnlyList<Shot> shots, Func<Shot, IEnumerable<Shot>> next)
    {
        net.Load("", "conntrack", "-F");
        RecordingHost place = new(new EnteredHost(host, net.Router.ProcessId));
        Recording = place;
        Snapshot facts = new()
        {
            Host = new HostInfo { Name = "router" },
            CollectedAt = default,
        };
        Reading<FirewallFacts> reading = default!;
        lock (_gate)
        {
            _seen.Clear();
        }

        await using TracedPlace traced = await TracedPlace.OpenReadAsync(
            place, Hop.HostPlace, Standpoint.Of(net.Router.ProcessId), facts, 16 << 20, Seen,
            async token =>
            {
                reading = await ReadAsync(place, token);
                return new Reading<IReadOnlyList<FirewallChain>>(reading.Value.Chains, reading.Gaps);
            },
            journal: null, default);
        Rules = reading.Value;
        RuleSet rules = RuleSet.Compile(reading.Value.Chains, reading.Value.Sets);
        traced.Follow(new TraceFlow());
        List<Shot> all = [];
        List<Shot> round = [.. shots];
        while (round.Count > 0)
        {
            foreach (Shot shot in round)
            {
                net.Send(shot.Packet(), shot.Numbers.Sequence, shot.Numbers.Acknowledged);
            }

            await ObserveAsync(traced, round);
            foreach (Shot shot in round)
            {
                Predict(rules, KernelNet.Routing, shot);
            }

            all.AddRange(round);
            round = [.. round.Where(shot => shot is { Agrees: true, End: not null }).SelectMany(next)];
        }

        return all;
    }

    private static async Task<Reading<FirewallFacts>> ReadAsync(IHost place, CancellationToken token)
    {
        Reading<FirewallFacts> reading =
            await FirewallReader.ReadAsync(place, FactKinds.Firewall | FactKinds.Firewall6, token);
        Assert.Empty(reading.Gaps);
        return reading;
    }

    private void Seen(TracedPlace place, PacketTrail trail)
    {
        List<Hop> hops = TrailHops.Of(place.Facts, trail, full: true);
        Hop? legacy = hops.Count > 0 && trail.End == TrailEnd.Vanished ? LegacyHops.Decider(place.Facts, trail, hops[^1] with { Hook = TraceHooks.Of(trail.Marker) }) : null;
        lock (_gate)
        {
            _seen.Add((trail, hops, legacy));
        }
    }

    private async Task ObserveAsync(TracedPlace place, List<Shot> shots)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < s_patience && shots.Exists(shot => shot.Observed is null))
        {
            await Task.Delay(3);
            lock (_gate)
            {
                foreach (Shot shot in shots.Where(shot => shot.Observed is null))
                {
                    Find(place, shot);
                }
            }
        }
    }

    private void Find(TracedPlace place, Shot shot)
    {
        Packet sent = shot.Packet();
        int found = _seen.FindIndex(seen => IsOf(place, seen.Trail, sent, sent.Input));
        if (found < 0)
        {
            return;
        }

        List<string> lines = StepText.Of(_seen[found].Hops, _seen[found].Legacy);
        PacketTrail trail = _seen[found].Trail;
        if (sent.Input is null && trail.End == TrailEnd.Left && place.Facts.Links[trail.Latest.Output] == "lo")
        {
            // What leaves by the loopback interface comes in again.
            TraceHeader left = trail.Latest.Packet;
            int again = _seen.FindIndex(seen => seen.Trail.First.Packet == left && place.Facts.Links[seen.Trail.First.Input] == "lo");
            if (again < 0)
            {
                return;
            }

            lines.RemoveAt(lines.Count - 1);
            lines.AddRange(StepText.Of(_seen[again].Hops, _seen[again].Legacy));
            _seen.RemoveAt(again);
            found = _seen.FindIndex(seen => seen.Trail == trail);
        }

        shot.Observed = lines;
        _seen.RemoveAt(found);
    }

    private static bool IsOf(TracedPlace place, PacketTrail trail, Packet sent, string? input)
    {
        TraceHeader first = trail.First.Packet;
        bool ports = sent.Protocol is Packet.Tcp or Packet.Udp;
        return first.Source == sent.Source && first.Destination == sent.Destination && first.Transport == sent.Protocol
            && (!ports || (first.SourcePort == sent.SourcePort && first.DestinationPort == sent.DestinationPort))
            && (!ports || sent.Protocol != Packet.Tcp || first.TcpFlags == sent.TcpFlags)
            && place.Facts.Links[trail.First.Input] == input;
    }

    /// <summary>Walks the packet on every way that it may go.</summary>
    public static void Predict(RuleSet rules, SimpleRouter router, Shot shot)
    {
        RouterWalk walk = new(rules, router);
        do
        {
            Packet packet = shot.Packet();
            PacketBytesWriter.Write(packet, 0, 0);
            packet.Connection = shot.Before?.Connection is Connection before ? Copy(before) : null;
            packet.IsReply = shot.IsAnswer && packet.Connection is not null;
            HookResult result = walk.Walk(packet, full: true);
            List<string> way = StepText.Of(walk.Steps, result, Translator.TupleOf(shot.Packet()), packet);
            shot.Predicted.Add(way);
            if (walk.Forks.Taken.FirstOrDefault(fork => fork.Kind == ForkKind.Doubt) is Fork doubt)
            {
                shot.IsUnknown = true;
                shot.Doubt = $"{doubt.Text} in: {doubt.Rule?.Text}";
            }

            if (shot.Observed is not null && StepText.AreSame(way, shot.Observed))
            {
                shot.Connection = packet.Connection;
                shot.End = result.Verdict == HookVerdict.Accept ? packet : null;
                return;
            }
        }
        while (shot.Predicted.Count < MostWays && walk.Forks.Next());
    }

    private static Connection Copy(Connection other) => new()
    {
        Original = other.Original,
        Reply = other.Reply,
        Mark = other.Mark,
        IsAnswered = other.IsAnswered,
        IsDestinationDecided = other.IsDestinationDecided,
        IsSourceDecided = other.IsSourceDecided,
        IsDestinationTranslated = other.IsDestinationTranslated,
        IsSourceTranslated = other.IsSourceTranslated,
    };
}
