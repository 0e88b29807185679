using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using ContainerNet.Paths.Rules;
using ContainerNet.Probes;

namespace ContainerNet.Paths.Kernel;

/// <summary>
/// A router in a network namespace of its own, and three cables to namespaces that only send: whole frames, from any address.
/// They have no addresses, so that nothing answers but what the test sends.
/// </summary>
internal sealed class KernelNet : IDisposable
{
    /// <summary>The router's interfaces.</summary>
    public static IReadOnlyList<string> Devices { get; } = ["eth0", "docker0", "podman1"];

    private static readonly string[] s_addresses =
    [
        "eth0 198.51.100.1/24", "eth0 198.51.100.9/24", "docker0 172.17.0.1/16", "podman1 10.88.0.1/16",
        "eth0 2001:db8:1::1/64", "docker0 2001:db8:2::1/64", "podman1 2001:db8:3::1/64",
    ];

    private readonly TestNamespace[] _peers = [.. Devices.Select(_ => new TestNamespace(seconds: 7200))];
    private readonly int[] _frames;
    private readonly int _raw4, _raw6;

    /// <summary>Makes it.</summary>
    public KernelNet()
    {
        for (int index = 0; index < Devices.Count; index++)
        {
            Batch(
                $"link add {Devices[index]} address 02:00:00:00:0{index}:01 type veth peer name p0 netns {_peers[index].ProcessId}",
                $"link set {Devices[index]} addrgenmode none");
            Script(_peers[index], "sysctl -qw net.ipv6.conf.all.disable_ipv6=1; "
                + $"ip link set p0 address 02:00:00:00:0{index}:02; ip link set p0 up");
        }

        Script(Router, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.icmp_ratemask=0 "
            + "net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000 net.ipv6.icmp.ratelimit=0 "
            + "net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.send_redirects=0"
            + string.Concat(Devices.Select(device => $" net.ipv4.conf.{device}.rp_filter=0 net.ipv4.conf.{device}.send_redirects=0")));
        Batch(
        [
            "link set lo up", .. Devices.Select(device => $"link set {device} up"),
            .. s_addresses.Select(line => line.Split(' ')).Select(words =>
                $"addr add {words[1]} dev {words[0]}{(words[1].Contains(':', StringComparison.Ordinal) ? " nodad" : "")}"),
            "route add default via 198.51.100.2", "route add default via 2001:db8:1::2",
            .. Neighbours(),
        ]);
        _frames = [.. _peers.Select(peer => peer.Run(() => OpenFrames(peer)))];
        _raw4 = Router.Run(() => Native.Open(Native.InternetFamily, Native.Raw, Native.RawProtocol));
        _raw6 = Router.Run(() => Native.Open(Native.InternetFamily6, Native.Raw, Native.RawProtocol));
    }

    /// <summary>The router.</summary>
    public TestNamespace Router { get; } = new(seconds: 7200);

    /// <summary>Its routing.</summary>
    public static SimpleRouter Routing { get; } = new([.. s_addresses, "via eth0 0.0.0.0/0", "via eth0 ::/0"]);

    /// <summary>Sends a packet from the interface that it comes in by, or from the router itself.</summary>
    public void Send(Packet packet, uint sequence, uint acknowledged)
    {
        byte[] bytes = PacketBytesWriter.Write(packet, sequence, acknowledged);
        if (packet.Input is string device)
        {
            int index = Devices.ToList().IndexOf(device);
            byte[] frame = [2, 0, 0, 0, (byte)index, 1, 2, 0, 0, 0, (byte)index, 2, .. packet.IsIPv6 ? new byte[] { 0x86, 0xdd } : [8, 0], .. bytes];
            Native.Send(_frames[index], frame, frame.Length, 0, null, 0);
            return;
        }

        byte[] address = new byte[packet.IsIPv6 ? 28 : 16];
        address[0] = (byte)(packet.IsIPv6 ? Native.InternetFamily6 : Native.InternetFamily);
        if (packet.IsIPv6)
        {
            packet.Destination.Write(address.AsSpan(8));
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(address.AsSpan(4), (uint)packet.Destination);
        }

        Native.Send(packet.IsIPv6 ? _raw6 : _raw4, bytes, bytes.Length, 0, address, address.Length);
    }

    /// <summary>Runs a program in the router with a text as its input; its error text, or null when it succeeded.</summary>
    public string? Load(string input, params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "nsenter", ["--target", Router.ProcessId.ToString(CultureInfo.InvariantCulture), "--net", "--", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return process.ExitCode == 0 ? null : error.Length > 0 ? error : $"exit {process.ExitCode}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (int socket in _frames.Append(_raw4).Append(_raw6))
        {
            _ = Native.Close(socket);
        }

        foreach (TestNamespace peer in _peers)
        {
            peer.Dispose();
        }

        Router.Dispose();
    }

    private static IEnumerable<string> Neighbours()
    {
        (string Device, int Index, string Prefix4, string Prefix6)[] networks =
        [
            ("eth0", 0, "198.51.100.", "2001:db8:1::"), ("docker0", 1, "172.17.0.", "2001:db8:2::"), ("podman1", 2, "10.88.0.", "2001:db8:3::"),
        ];
        foreach ((string device, int index, string prefix4, string prefix6) in networks)
        {
            for (int host = 2; host <= 8; host++)
            {
                yield return $"neigh add {prefix4}{host} lladdr 02:00:00:00:0{index}:02 dev {device} nud permanent";
                yield return $"neigh add {prefix6}{host} lladdr 02:00:00:00:0{index}:02 dev {device} nud permanent";
            }
        }
    }

    private static int OpenFrames(TestNamespace peer)
    {
        int socket = Native.Open(Native.PacketFamily, Native.Raw, 0);
        int index = int.Parse(peer.Execute("ip", "-o", "link", "show", "p0").Output.Split(':')[0], CultureInfo.InvariantCulture);
        byte[] address = new byte[20];
        BitConverter.TryWriteBytes(address, (ushort)Native.PacketFamily);
        BitConverter.TryWriteBytes(address.AsSpan(4), index);
        Assert.Equal(0, Native.Bind(socket, address, address.Length));
        return socket;
    }

    private static void Script(TestNamespace place, string text)
    {
        (int code, _, string error) = place.Execute("sh", "-ec", text);
        Assert.True(code == 0, $"{text}: {error}");
    }

    private void Batch(params string[] lines) =>
        Assert.Null(Load(string.Join('\n', lines) + "\n", "ip", "-batch", "-"));
}
