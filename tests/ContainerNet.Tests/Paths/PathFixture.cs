using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerNet.Paths;

/// <summary>Paths that were seen on a host of the lab (tests/Fixtures/paths).</summary>
internal static class PathFixture
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Converters = { new JsonStringEnumConverter(), new AddressText() },
    };

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order();

    private static string Folder => Repository.Path("tests", "Fixtures", "paths");

    public static PacketPath Seen(string name) =>
        JsonSerializer.Deserialize<PacketPath>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), s_options)!;

    /// <summary>The same path as a prediction would give it: another source port, no probe's cable, no time.</summary>
    public static PacketPath Predicted(string name)
    {
        PacketPath path = Seen(name);
        return path with
        {
            Observed = false,
            ElapsedMs = 0,
            Notes = [],
            Packet = Changed(path.Packet)!,
            Hops = [.. path.Hops.Select(Change)],
            DecidingHop = path.DecidingHop is { } hop ? Change(hop) : null,
        };

        Hop Change(Hop hop) => hop with
        {
            InputInterface = Uplink(hop.InputInterface),
            OutputInterface = Uplink(hop.OutputInterface),
            Packets = hop.Packets + 7,
            Packet = Changed(hop.Packet),
        };

        PacketHeader? Changed(PacketHeader? packet) => packet is null ? null : packet with
        {
            Source = Equals(packet.Source, path.Packet.Source) && path.From == "External" ? Stranger(packet.Source!) : packet.Source,
            SourcePort = packet.SourcePort > 30000 ? 50000 : packet.SourcePort,
            Destination = Equals(packet.Destination, path.Packet.Source) && path.From == "External" ? Stranger(packet.Destination!) : packet.Destination,
        };
    }

    /// <summary>The path with one of its hops changed, and the decider with it.</summary>
    public static PacketPath With(this PacketPath path, Func<Hop, bool> which, Func<Hop, Hop> change)
    {
        int at = path.Hops.ToList().FindIndex(h => which(h));
        Assert.True(at >= 0, "the fixture has no such hop");
        Hop before = path.Hops[at];
        Hop[] hops = [.. path.Hops];
        hops[at] = change(before);
        return path with { Hops = hops, DecidingHop = path.DecidingHop == before ? hops[at] : path.DecidingHop };
    }

    private static IPAddress Stranger(IPAddress like) =>
        IPAddress.Parse(like.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "203.0.113.77" : "2001:db8:77::77");

    private static string? Uplink(string? name) => name == "cnprobe0" ? "host0" : name;

    private sealed class AddressText : JsonConverter<IPAddress>
    {
        public override IPAddress? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPAddress.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
