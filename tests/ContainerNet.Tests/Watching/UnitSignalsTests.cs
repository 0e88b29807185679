namespace ContainerNet.Watching;

public sealed class UnitSignalsTests
{
    private static readonly byte[][] s_messages = [.. WatchFixture.Lines("units.hex").Select(Convert.FromHexString)];

    [Fact]
    public void CapturedSignals_TellStatesJobAndMainProcess()
    {
        UnitSignals signals = new();
        List<string> seen = [.. s_messages
            .Select(m => signals.Take(BusMessage.Read(m), WatchFixture.Noon))
            .OfType<UnitEvent>()
            .Select(e => e.ToString())];
        Assert.Equal(
            ["hardening.service: inactive", "hardening.service: activating", "hardening.service: job done", "hardening.service: inactive"],
            seen);
        Assert.Contains((1214, "hardening.service"), signals.Processes.Items);
    }

    [Theory]
    [InlineData("/org/freedesktop/systemd1/unit/docker_2eservice", "docker.service")]
    [InlineData("/org/freedesktop/systemd1/unit/user_401000_2eservice", "user@1000.service")]
    [InlineData("/org/freedesktop/systemd1/unit/a_", "a_")]
    [InlineData("/org", "")]
    public void ObjectPath_IsTheUnitsName(string path, string name) => Assert.Equal(name, UnitSignals.UnitOf(path));

    [Fact]
    public void DamagedMessages_ThrowNothingButFormatException()
    {
        Random random = new(5);
        foreach (byte[] message in s_messages)
        {
            for (int round = 0; round < 3000; round++)
            {
                byte[] changed = round < message.Length ? message[..round] : [.. message];
                for (int i = 0; round >= message.Length && i < 3; i++)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                try
                {
                    if (BusMessage.LengthOf(changed) == changed.Length)
                    {
                        _ = new UnitSignals().Take(BusMessage.Read(changed), WatchFixture.Noon);
                    }
                }
                catch (FormatException)
                {
                    // What the watcher expects.
                }
            }
        }
    }

    [Fact]
    public void Call_IsReadAsItWasWritten()
    {
        byte[] call = BusMessage.Call(7, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "type='signal'");
        BusMessage read = BusMessage.Read(call);
        Assert.Equal(("/org/freedesktop/DBus", "AddMatch", "s"), (read.Path, read.Member, read.Body.Types));
        Assert.Equal("type='signal'", read.Body.Text());
    }
}
