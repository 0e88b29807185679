using System.Globalization;
using System.Net;
using ContainerNet.Collection;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Plays events that were seen on a lab host (tests/Fixtures/tracing/web.events) to an assembler, as they were or
/// changed.</summary>
internal sealed class EventScript
{
    public const string Table = "containernet_trace_1_1";

    private static readonly Lazy<Snapshot> s_facts = new(() =>
        SnapshotJson.Read(File.ReadAllBytes(Path("web.snapshot.json")), "web.snapshot.json"));

    private readonly ChainNames _names = new();
    private long _now = 1_000_000;

    public EventScript()
    {
        Assembler = new PacketAssembler(Table, _names, Trails.Add);
        Place = new PlaceFacts(Hop.HostPlace, s_facts.Value, _names, PlaceLinks.Of(s_facts.Value.Links));
        Place.Books.Add(new RuleBook(0, s_facts.Value.Chains));
        Assembler.Tick(_now);
    }

    /// <summary>The host.</summary>
    public static Snapshot Facts => s_facts.Value;

    public PacketAssembler Assembler { get; }

    public PlaceFacts Place { get; }

    public List<PacketTrail> Trails { get; } = [];

    /// <summary>All lines of the fixture.</summary>
    public static IReadOnlyList<string> Lines { get; } = File.ReadAllLines(Path("web.events"));

    /// <summary>Plays lines.</summary>
    public EventScript Play(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            TraceEvent traced = Parse(line);
            Assembler.Event(in traced);
        }

        return this;
    }

    /// <summary>Lets time pass.</summary>
    public EventScript Wait(int milliseconds)
    {
        _now += TimeProvider.System.TimestampFrequency * milliseconds / 1000;
        Assembler.Tick(_now);
        return this;
    }

    /// <summary>The lines of the packet itself, without its answer.</summary>
    public static IEnumerable<string> Question => Lines.Where(l => l.StartsWith(Lines[0][..8], StringComparison.Ordinal));

    /// <summary>The lines of the answer.</summary>
    public static IEnumerable<string> Answer => Lines.Where(l => !l.StartsWith(Lines[0][..8], StringComparison.Ordinal));

    private static string Path(string file) => Repository.Path("tests", "Fixtures", "tracing", file);

    private TraceEvent Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte family = words[1] switch { "ip" => 2, "ip6" => 10, "bridge" => 7, _ => 1 };
        TraceEvent traced = new()
        {
            PacketId = uint.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            Chain = _names.Number(family, System.Text.Encoding.UTF8.GetBytes(words[2]), System.Text.Encoding.UTF8.GetBytes(words[3])),
            JumpChain = -1,
            Type = Enum.Parse<TraceType>(words[4]),
            Verdict = Enum.Parse<TraceVerdict>(words[5]),
            Handle = Number(words[6][1..]),
            HasHeader = words[7] == "hdr=True",
            InputIndex = (int)Number(words[8][3..]),
            OutputIndex = (int)Number(words[9][4..]),
        };
        if (traced.HasHeader)
        {
            IPEndPoint source = IPEndPoint.Parse(words[10]), destination = IPEndPoint.Parse(words[12]);
            traced.Header = new TraceHeader(
                AddressNumber.Of(source.Address), AddressNumber.Of(destination.Address),
                (ushort)source.Port, (ushort)destination.Port, 6, false)
            {
                TcpFlags = source.Port is 80 or 8080 ? (byte)0x12 : (byte)0x02,
            };
        }

        return traced;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
