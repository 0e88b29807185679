using ContainerNet.Hosting;
using ContainerNet.Sources;

namespace ContainerNet.Watching;

public sealed class RouteStateTests
{
    /// <summary>As the kernel told it, after the state at the beginning was learned from the same kind of messages.</summary>
    [Fact]
    public void CapturedChanges_AreToldOnce_AndRepetitionsAreNot()
    {
        NetlinkMessage[] messages = WatchFixture.Messages("routes.hex");
        RouteState state = new();

        // Forwarding was on and comes on again at the end: these messages are the state at the beginning too.
        foreach (NetlinkMessage message in messages.Reverse().TakeWhile(m => m.Type == RouteState.NewConfiguration))
        {
            Assert.Empty(state.Take(message, WatchFixture.Noon));
        }

        List<Sighting> seen = [.. messages.SelectMany(m => state.Take(m, WatchFixture.Noon).ToList())];

        Assert.Equal(13, seen.TakeWhile(s => s.Kind == ChangeKind.Forwarding).Count());
        Assert.Equal("IPv4 forwarding: on -> off, net.ipv4.conf.all.forwarding", Text(seen[0]));
        Assert.Equal("IPv4 forwarding of new interfaces: on -> off, net.ipv4.conf.default.forwarding", Text(seen[1]));
        string[] others = [.. seen.Where(s => s.Kind != ChangeKind.Forwarding).Select(s => s.Words)];
        Assert.Equal(
            [
                "Interface w1 (veth) came: down, MTU 1500.",
                "Interface w0 (veth) came: down, MTU 1500.",
                "Interface w0 is down, in interface 3, MTU 1500 now; it was down, MTU 1500.",
                "Interface w0 is up without carrier, in interface 3, MTU 1500 now; it was down, in interface 3, MTU 1500.",
                "Interface w0 is up without carrier, MTU 1500 now; it was up without carrier, in interface 3, MTU 1500.",
                "w0 got the address 198.51.100.77/24.",
                "The route to 198.51.100.0/24 by w0 was added.",
                "w0 lost the address 198.51.100.77/24.",
                "The route to 198.51.100.0/24 by w0 was removed.",
                "The IPv4 routing rule 77 (lookup 99) was added.",
                "The IPv4 routing rule 77 (lookup 99) was removed.",
                "Interface w0 is gone.",
                "Interface w1 is gone.",
            ],
            others.Where(w => !w.Contains("rp_filter", StringComparison.Ordinal) && !w.Contains("w0 is down, MTU", StringComparison.Ordinal)));
    }

    [Fact]
    public void InterfaceThatIsNotInALaterList_IsGone()
    {
        RouteState state = new();
        foreach (NetlinkMessage message in WatchFixture.Messages("routes.hex").Where(m => m.Type == RouteState.NewLink).Take(2))
        {
            _ = state.Take(message, WatchFixture.Noon).Count();
        }

        Assert.Equal(["Interface w1 is gone."], state.Missing(new HashSet<int> { 25 }, WatchFixture.Noon).Select(s => s.Words));
        Assert.Equal("w0", Assert.Single(state.Links).Value.Name);
    }

    [Fact]
    public void DamagedMessages_ThrowNothingButFormatException()
    {
        NetlinkMessage[] messages = WatchFixture.Messages("routes.hex");
        foreach (NetlinkMessage message in NetlinkFixture.CutAnywhere(messages).Concat(NetlinkFixture.Changed(messages, 2000)))
        {
            try
            {
                _ = new RouteState().Take(message, WatchFixture.Noon).Count();
            }
            catch (FormatException)
            {
                // What the watcher expects.
            }
        }
    }

    private static string Text(Sighting s) => $"{s.Subject}: {s.Before} -> {s.After}, {s.Key}";
}
