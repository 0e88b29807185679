using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>Finds the differences of two paths; what they mean is for <see cref="PathComparison"/> to say.</summary>
internal sealed class PathComparer
{
    private readonly PacketPath _expected;
    private readonly PacketPath _actual;
    private readonly bool _sameHost;
    private readonly HashSet<string> _expectedPlaces;
    private readonly HashSet<string> _actualPlaces;
    private readonly List<PathDifference> _differences = [];
    private readonly List<string> _notes;

    private PathComparer(PacketPath expected, PacketPath actual, List<string> notes)
    {
        _expected = expected;
        _actual = actual;
        _notes = notes;
        _sameHost = expected.HostName == actual.HostName;
        _expectedPlaces = [.. expected.Hops.Select(h => h.Place)];
        _actualPlaces = [.. actual.Hops.Select(h => h.Place)];
    }

    /// <summary>The differences, the weightiest first.</summary>
    public static List<PathDifference> Differences(PacketPath expected, PacketPath actual, List<string> notes)
    {
        PathComparer comparer = new(expected, actual, notes);
        comparer.Packet();
        comparer.Verdict();
        comparer.Way();
        comparer.Answer();
        return comparer._differences;
    }

    /// <summary>An interface of a probe, which no client has.</summary>
    public static bool IsCable(string? name) => name?.StartsWith(Link.ProbeCable, StringComparison.Ordinal) == true;

    private void Packet()
    {
        PacketHeader expected = _expected.Packet, actual = _actual.Packet;
        bool sameAddress = !_sameHost || expected.Destination is null || actual.Destination is null
            || expected.Destination.Equals(actual.Destination);
        if (_expected.Protocol != _actual.Protocol || expected.DestinationPort != actual.DestinationPort || !sameAddress)
        {
            Add(PathAspect.Packet, $"{Target(expected)} {_expected.Protocol}", $"{Target(actual)} {_actual.Protocol}", null);
        }
    }

    private void Verdict()
    {
        if (_actual.Verdict == PathVerdict.Unknown)
        {
            return;
        }

        if (_expected.Verdict != _actual.Verdict)
        {
            Add(
                PathAspect.Verdict,
                HopWords.Decision(_expected.Verdict, _expected.DecidingHop),
                HopWords.Decision(_actual.Verdict, _actual.DecidingHop),
                _actual.DecidingHop ?? _expected.DecidingHop);
        }
        else if (_expected.DecidingHop is { } expected && _actual.DecidingHop is { } actual
            && _actualPlaces.Contains(expected.Place) && _expectedPlaces.Contains(actual.Place) && !IsSameDecision(expected, actual))
        {
            Add(PathAspect.DecidingHop, HopWords.Name(expected), HopWords.Name(actual), actual);
        }
    }

    /// <summary>The packet's own way. After the first hop that differs everything may, so that one is told and no other.</summary>
    private void Way()
    {
        List<Hop> expected = Shown(_expected, PathDirection.Original, _actualPlaces);
        List<Hop> actual = Shown(_actual, PathDirection.Original, _expectedPlaces);
        int next = 0;
        foreach (Hop hop in actual)
        {
            // An incomplete path may lack hops in the middle.
            int at = _actual.Complete ? next : Math.Max(next, expected.FindIndex(next, h => IsSame(h, hop)));
            if (at >= expected.Count || !IsSame(expected[at], hop))
            {
                First(PathAspect.Hop, at < expected.Count ? expected[at] : null, hop);
                return;
            }

            if (AddressesDiffer(expected[at], hop))
            {
                Add(PathAspect.Addresses, Addresses(expected[at]), Addresses(hop), hop);
                return;
            }

            next = at + 1;
        }

        if (_actual.Complete && _expected.Complete && next < expected.Count)
        {
            First(PathAspect.Hop, expected[next], null);
        }
    }

    /// <summary>The answer's way: its verdict counts, which is the path's, and the rules that it met.</summary>
    private void Answer()
    {
        List<Hop> expected = Rules(_expected, _actualPlaces);
        List<Hop> actual = Rules(_actual, _expectedPlaces);
        bool areAnswered = _expected.Hops.Any(IsReply) && _actual.Hops.Any(IsReply);
        int at = Enumerable.Range(0, Math.Min(expected.Count, actual.Count)).FirstOrDefault(i => !IsSame(expected[i], actual[i]), -1);
        at = at < 0 && expected.Count != actual.Count ? Math.Min(expected.Count, actual.Count) : at;
        if (!areAnswered || at < 0 || !_actual.Complete || !_expected.Complete || _differences.Count > 0)
        {
            return;
        }

        // Answers to a probe leave by its cable, where other rules may let them pass than a client's.
        if (_actual.Hops.Any(h => IsReply(h) && IsCable(h.OutputInterface)) && !_expected.Hops.Any(h => IsCable(h.OutputInterface)))
        {
            _notes.Add("the rules that the answer met are not compared: it left by the probe's cable");
            return;
        }

        First(PathAspect.AnswerRule, expected.ElementAtOrDefault(at), actual.ElementAtOrDefault(at));
    }

    /// <summary>A hop that is there in one path only, or differs. Where the verdict has told of it, it is not told twice.</summary>
    private void First(PathAspect what, Hop? expected, Hop? actual)
    {
        bool isTold = _differences.Exists(d => d.What is PathAspect.Verdict or PathAspect.DecidingHop)
            && (IsDecider(_expected, expected) || IsDecider(_actual, actual));
        if (!isTold)
        {
            Add(what, expected is null ? "nothing" : HopWords.Name(expected), actual is null ? "nothing" : HopWords.Name(actual), actual ?? expected);
        }
    }

    private void Add(PathAspect what, string expected, string actual, Hop? hop) =>
        _differences.Add(new PathDifference { What = what, Expected = expected, Actual = actual, Hop = hop });

    /// <summary>A reason that nobody could find out is no other reason, and a module that dropped without a word no other place.</summary>
    private bool IsSameDecision(Hop expected, Hop actual)
    {
        if (actual.Action == HopAction.Vanish && actual.Layer == HopLayer.Netfilter)
        {
            return expected.Place == actual.Place && expected.Direction == actual.Direction
                && (expected.Hook is null || expected.Hook == actual.Hook);
        }

        return IsSame(expected, actual) && (expected.Reason is null || actual.Reason is null || expected.Reason == actual.Reason);
    }

    private bool IsSame(Hop expected, Hop actual) => expected.Layer == actual.Layer && expected.Action == actual.Action
        && expected.Place == actual.Place && expected.Direction == actual.Direction && expected.Layer switch
        {
            HopLayer.Netfilter => expected.Hook == actual.Hook && IsSameRule(expected, actual),
            HopLayer.Link when expected.Action == HopAction.Enter => IsSameLink(expected.InputInterface, actual.InputInterface),
            HopLayer.Link => IsSameLink(expected.OutputInterface, actual.OutputInterface),
            HopLayer.Routing => IsSameLink(expected.InputInterface, actual.InputInterface)
                && IsSameLink(expected.OutputInterface, actual.OutputInterface),
            _ => true,
        };

    /// <summary>On one host a handle is a rule's name, and legacy tables have numbers; on two hosts its words are.</summary>
    private bool IsSameRule(Hop expected, Hop actual)
    {
        if (expected.Backend != actual.Backend || expected.Family != actual.Family || expected.Table != actual.Table
            || expected.Chain != actual.Chain || IsPolicy(expected) != IsPolicy(actual))
        {
            return false;
        }

        return _sameHost && expected.Handle is not null && actual.Handle is not null ? expected.Handle == actual.Handle
            : _sameHost && expected.Number is not null && actual.Number is not null ? expected.Number == actual.Number
            : expected.Rule is null || actual.Rule is null || expected.Rule == actual.Rule;
    }

    private static bool IsPolicy(Hop hop) => hop.Handle is null && hop.Number is null;

    private static bool IsSameLink(string? expected, string? actual) =>
        expected is null || actual is null || expected == actual || IsCable(actual) || IsCable(expected);

    private bool AddressesDiffer(Hop expected, Hop actual) => expected.Packet is not null && actual.Packet is not null
        && (Differ(Word(_expected, expected.Packet.Source), Word(_actual, actual.Packet.Source))
            || Differ(Word(_expected, expected.Packet.Destination), Word(_actual, actual.Packet.Destination))
            || expected.Packet.DestinationPort != actual.Packet.DestinationPort);

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;

    /// <summary>Sender and first destination by their part, since a probe has an address of its own and another host has others.</summary>
    private string? Word(PacketPath path, IPAddress? address) => address is null ? null
        : address.Equals(path.Packet.Source) ? "the sender"
        : !_sameHost && address.Equals(path.Packet.Destination) ? "the first destination" : address.ToString();

    /// <summary>The hops that a path always shows, among the places that both paths looked into.</summary>
    private static List<Hop> Shown(PacketPath path, PathDirection direction, HashSet<string> places) =>
        [.. path.Hops.Where(h => h.Direction == direction && places.Contains(h.Place) && IsShown(h))];

    private static List<Hop> Rules(PacketPath path, HashSet<string> places) =>
        [.. Shown(path, PathDirection.Reply, places).Where(h => h.Layer == HopLayer.Netfilter)];

    /// <summary>What -Full adds decides nothing: steps between chains, and accepts before and after the decision where to go.</summary>
    private static bool IsShown(Hop hop) => hop.Action switch
    {
        HopAction.Continue or HopAction.Jump or HopAction.Goto or HopAction.Return => false,
        HopAction.Accept => hop.Layer != HopLayer.Netfilter || (hop.Hook is "input" or "forward" or "output" && !IsPolicy(hop)),
        _ => true,
    };

    private static bool IsReply(Hop hop) => hop.Direction == PathDirection.Reply;

    private static bool IsDecider(PacketPath path, Hop? hop) => hop is not null && path.DecidingHop is { } decider
        && (ReferenceEquals(decider, hop) || (decider.Layer == hop.Layer && decider.Action == hop.Action
            && decider.Place == hop.Place && decider.Direction == hop.Direction && decider.Hook == hop.Hook
            && decider.Chain == hop.Chain && decider.Handle == hop.Handle && decider.Number == hop.Number));

    private static string Addresses(Hop hop) => $"{hop.Packet} after {HopWords.Name(hop)}";

    private static string Target(PacketHeader packet) =>
        string.Create(CultureInfo.InvariantCulture, $"{packet.Destination} port {packet.DestinationPort}");
}
