using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Sources.Connections;

/// <summary>Our reading beside conntrack(8), in a namespace of the test's own.</summary>
public sealed partial class ConnectionOracleTests : IDisposable
{
    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _namespace?.Dispose();

    [RootFact("ip", "nft", "conntrack")]
    public void RewrittenConnections_AreThoseOfConntrack()
    {
        TestNamespace ns = _namespace!;
        Do(ns, "ip", "link", "set", "lo", "up");
        Do(ns, "nft", "add table ip t; add chain ip t o { type nat hook output priority -100; };"
            + "add rule ip t o udp dport 5353 dnat to 127.0.0.9:53; add rule ip t o tcp dport 8080 dnat to 127.0.0.9:80;"
            + "add rule ip t o udp dport 7 ct mark set 42 dnat to 127.1.0.9");
        using Socket listener = ns.Run(() => new Socket(SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 80));
        listener.Listen();
        using Socket client = ns.Run(() => new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(IPAddress.Loopback, 8080);
        foreach (int port in new[] { 5353, 7, 9999 })
        {
            using Socket udp = ns.Run(() => new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            udp.SendTo([1], new IPEndPoint(IPAddress.Loopback, port));
        }

        IPNetwork[] networks = [IPNetwork.Parse("127.0.0.0/8")];
        Reading<IReadOnlyList<TrackedConnection>?> reading = ns.Run(() => ConnectionReader.Read(new RootedHost(), networks));
        Assert.Empty(reading.Gaps);
        (_, string output, _) = ns.Execute("conntrack", "-L", "--dst-nat");
        Assert.Equal(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Normal).Order(StringComparer.Ordinal),
            reading.Value!.Select(c => $"{c.Protocol.ToString().ToLowerInvariant()} {Text(c.Original)} {Text(c.Reply)} {(c.Answered ? "" : "UNREPLIED")} {c.Mark}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(3, reading.Value!.Count);

        // One more than the limit says that there are more.
        Assert.Equal(2, ns.Run(() => ConnectionSocket.Dump(ConnectionDecoder.DestinationRewritten, 1))!.Count);
    }

    private static string Normal(string line) =>
        $"{line.Split(' ')[0]} {string.Join(' ', Address().Matches(line).Select(m => m.Groups[1].Value))} "
        + $"{(line.Contains("UNREPLIED", StringComparison.Ordinal) ? "UNREPLIED" : "")} {Mark().Match(line).Groups[1].Value}";

    private static string Text(TrackedTuple tuple) =>
        $"{tuple.Source} {tuple.Destination} {tuple.SourcePort} {tuple.DestinationPort}";

    private static void Do(TestNamespace ns, params string[] command)
    {
        (int exitCode, _, string error) = ns.Execute(command);
        Assert.True(exitCode == 0, error);
    }

    [GeneratedRegex(@"(?:src|dst|sport|dport)=(\S+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"mark=(\d+)")]
    private static partial Regex Mark();
}
