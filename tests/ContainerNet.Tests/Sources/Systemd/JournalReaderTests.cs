using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

public sealed class JournalReaderTests
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("forky")]
    public void CapturedLines_AreRead(string suite)
    {
        IReadOnlyList<JournalEntry> entries = JournalReader.Parse(ScriptedHost.Fixture($"systemd/journal-{suite}.jsonl"));

        Assert.Equal(6, entries.Count);
        Assert.All(entries, entry => Assert.Equal("docker.service", entry.Unit));
        Assert.All(entries, entry => Assert.Equal(2026, entry.At.Year));
        Assert.Contains(entries, entry => entry.Source == "dockerd" && entry.Message.Contains("daemon", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void BytesAndControlCharacters_BecomeOneCleanLine()
    {
        JournalEntry entry = Assert.Single(JournalReader.Parse(
            """{"__REALTIME_TIMESTAMP":"1","SYSLOG_IDENTIFIER":"x","MESSAGE":[27,91,51,49,109,114,101,100,10,"a",300]}"""));
        Assert.Equal(" [31mred ??", entry.Message);

        string longest = "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":\"" + new string('a', 5000) + "\"}";
        Assert.Equal(301, Assert.Single(JournalReader.Parse(longest)).Message.Length);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("""{"__REALTIME_TIMESTAMP":"99999999999999999999","MESSAGE":"x"}""")]
    [InlineData("""{"__REALTIME_TIMESTAMP":"-5","MESSAGE":"x"}""")]
    [InlineData("""{"__REALTIME_TIMESTAMP":"1","MESSAGE":null}""")]
    [InlineData("""{"__REALTIME_TIMESTAMP":"1","MESSAGE":"\ud800"}""")]
    public void LineThatIsNoEntry_IsLeftOut(string line) => Assert.Empty(JournalReader.Parse(line));

    [Fact]
    public void SudoLines_AreKeptOnlyForKernelSettings()
    {
        string text = string.Join('\n', ((string[])["COMMAND=/usr/bin/mysql -psecret", "COMMAND=/usr/sbin/sysctl -w net.ipv4.ip_forward=0"])
            .Select(message => "{\"__REALTIME_TIMESTAMP\":\"1\",\"SYSLOG_IDENTIFIER\":\"sudo\",\"MESSAGE\":\"" + message + "\"}"));

        Assert.Contains("ip_forward", Assert.Single(JournalReader.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JournalThatCannotBeRead_IsAPartialGap()
    {
        Reading<IReadOnlyList<JournalEntry>> reading = await JournalReader.ReadAsync(
            new ScriptedHost(), DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), [], default);

        Assert.True(Assert.Single(reading.Gaps).Partial);
    }
}
