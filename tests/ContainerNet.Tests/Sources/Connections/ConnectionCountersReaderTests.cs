using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Sources.Connections;

public sealed class ConnectionCountersReaderTests
{
    private const string Names = "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop "
        + "icmp_error  expect_new expect_create expect_delete search_restart\n";

    [Fact]
    public void Processors_AreSummedInHexadecimal()
    {
        ConnectionCounters counters = ConnectionCountersReader.Parse(
            Names + Row("0000000a", "00000010", "00000001") + Row("00000001", "ffffffff", "00000000"))!;

        Assert.Equal((11, 0x10L + 0xffffffff, 1), (counters.InsertFailed, counters.Dropped, counters.EvictedEarly));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Names)]
    [InlineData("entries drop\n00000001 00000002\n")]
    [InlineData(Names + "00000001 00000002\n")]
    [InlineData("\0\0\0")]
    public void WhatIsNotAsKnown_IsNotRead(string text) => Assert.Null(ConnectionCountersReader.Parse(text));

    [Fact]
    public void NumbersThatAreNone_AreNotRead() => Assert.Null(ConnectionCountersReader.Parse(Names + Row("x", "0", "0")));

    [RootFact("ip", "iptables", "unshare", "nsenter")]
    public void Namespace_TellsItsOwn()
    {
        using TestNamespace ns = new();
        Assert.Equal(0, ns.Execute("ip", "link", "set", "lo", "up").ExitCode);
        Assert.Equal(0, ns.Execute("iptables", "-A", "INPUT", "-m", "conntrack", "--ctstate", "INVALID", "-j", "DROP").ExitCode);
        using LinuxHost host = new();
        ConnectionCounters counters = ns.Run(() =>
        {
            using Socket udp = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.SendTo([1], new IPEndPoint(IPAddress.Loopback, 9));
            return ConnectionCountersReader.Read(host);
        })!;

        Assert.Equal((0, 0, 0), (counters.Dropped, counters.EvictedEarly, counters.InsertFailed));
    }

    private static string Row(string failed, string drop, string early) =>
        $"00000000  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 {failed} {drop} {early} "
        + "00000000  00000000 00000000 00000000 00000000\n";
}
