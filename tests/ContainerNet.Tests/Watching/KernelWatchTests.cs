using System.Collections.Concurrent;
using System.Diagnostics;
using ContainerNet.Hosting;
using ContainerNet.Probes;

namespace ContainerNet.Watching;

/// <summary>The real kernel, in a network namespace of the test's own.</summary>
public sealed class KernelWatchTests : IDisposable
{
    private readonly TestNamespace _place = new();
    private readonly LinuxHost _host = new();
    private readonly ConcurrentQueue<Sighting> _seen = new();
    private readonly Recent<WriteEvent> _writes = new(256);

    /// <summary>Where it is closed, the watch waits at the first sighting, and the kernel's news wait meanwhile.</summary>
    private readonly ManualResetEventSlim _gate = new(initialState: true);

    private KernelWatch? _watch;

    public void Dispose()
    {
        _gate.Set();
        _watch?.Dispose();
        _gate.Dispose();
        _place.Dispose();
        _host.Dispose();
    }

    [RootFact("ip", "sysctl")]
    public async Task ForwardingSwitched_IsTold_WithWhoWroteIt()
    {
        Start();
        Execute("sysctl", "-w", "net.ipv4.ip_forward=1");
        Sighting seen = await UntilAsync(s => s.Kind == ChangeKind.Forwarding && s.Subject == "IPv4 forwarding");
        Assert.Equal(("off", "on"), (seen.Before, seen.After));
        await UntilAsync(() => _writes.Items.Any(w => w.Key == "net.ipv4.ip_forward"));
    }

    [RootFact("nft")]
    public async Task Transaction_NamesItsProgram()
    {
        Start();
        Execute("nft", "add", "table", "inet", "watched");
        Sighting seen = await UntilAsync(s => s.Kind == ChangeKind.Rules);
        Assert.Equal("nft", seen.By!.Name);
        Assert.Equal(["inet watched"], seen.Rules!.TablesAdded);
    }

    [RootFact("ip")]
    public async Task InterfaceAndAddress_AreTold()
    {
        Start();
        Execute("ip", "link", "add", "w0", "type", "bridge");
        Execute("ip", "addr", "add", "192.0.2.7/24", "dev", "w0");
        Execute("ip", "link", "del", "w0");
        Assert.StartsWith("Interface w0", (await UntilAsync(s => s.Kind == ChangeKind.Link)).Words, StringComparison.Ordinal);
        await UntilAsync(s => s.Words == "w0 got the address 192.0.2.7/24.");
        await UntilAsync(s => s.Words == "Interface w0 is gone.");
    }

    /// <summary>Ten thousand rules in one transaction are one event, and nothing is lost on the way.</summary>
    [RootFact("nft")]
    public async Task LargeRuleSet_IsOneEvent()
    {
        Start();
        await ExecuteAsync(
            "nft -f",
            "table ip flood {\n chain c {\n"
            + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  ip saddr 10.{i / 256 % 256}.{i % 256}.1 drop\n")) + " }\n}\n");

        Sighting seen = await UntilAsync(s => s.Kind == ChangeKind.Rules);
        Assert.Equal(10_000, seen.Rules!.RulesAdded);
        Assert.DoesNotContain(_seen, s => s.Kind == ChangeKind.Lost);
    }

    /// <summary>More than the kernel keeps for a reader that does not come: it says so, and then tells how things stand.</summary>
    [RootFact("ip", "sysctl")]
    public async Task NewsThatWereDropped_AreSaid_AndWhatDiffersIsToldAfterwards()
    {
        _gate.Reset();
        Start();
        Execute("ip", "link", "add", "w0", "type", "bridge");
        await UntilAsync(() => !_seen.IsEmpty);
        await ExecuteAsync(
            "ip -batch",
            "link set w0 up\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"route add 10.{i / 256}.{i % 256}.0/24 dev w0\n")));
        Execute("sysctl", "-w", "net.ipv4.ip_forward=1");
        Execute("ip", "link", "add", "w1", "type", "bridge");
        _gate.Set();

        Sighting lost = await UntilAsync(s => s.Kind == ChangeKind.Lost);
        Assert.Contains("the kernel dropped some", lost.Words, StringComparison.Ordinal);
        await UntilAsync(s => s is { Kind: ChangeKind.Forwarding, Subject: "IPv4 forwarding", After: "on" });
        await UntilAsync(s => s.Kind == ChangeKind.Link && s.Words.StartsWith("Interface w1", StringComparison.Ordinal));
        Execute("ip", "link", "del", "w1");
        await UntilAsync(s => s.Words == "Interface w1 is gone.");
    }

    /// <summary>The same for rules: what was lost is not guessed, and the next transaction is told whole.</summary>
    [RootFact("nft")]
    public async Task RulesThatWereDropped_AreSaid_AndTheNextOnesAreTold()
    {
        _gate.Reset();
        Start();
        Execute("nft", "add", "table", "ip", "flood");
        await UntilAsync(() => !_seen.IsEmpty);
        string comment = new('x', 120); // twenty-odd MB in six transactions are not enough without it
        for (int i = 0; i < 6; i++)
        {
            await ExecuteAsync(
                "nft -f",
                $"table ip flood {{\n chain c{i} {{\n"
                + string.Concat(Enumerable.Range(0, 20_000).Select(r => $"  ip saddr 10.{r / 256}.{r % 256}.{i} drop comment \"{comment}\"\n")) + " }\n}\n");
        }

        _gate.Set();
        await UntilAsync(s => s is { Kind: ChangeKind.Lost, Subject: "rules" });
        Execute("nft", "add", "table", "inet", "afterwards");
        Sighting next = await UntilAsync(s => s.Rules?.TablesAdded.Contains("inet afterwards") == true);
        Assert.Equal((1, 0), (next.Rules!.TablesAdded.Count, next.Rules.RulesAdded));
    }

    private async Task ExecuteAsync(string command, string text)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text);
            Execute([.. command.Split(' '), file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Start() => _watch = _place.Run(() =>
    {
        KernelWatch watch = new(
            _host,
            sighting =>
            {
                _seen.Enqueue(sighting);
                _gate.Wait();
            },
            _writes,
            new Recent<SeenProcess>(64));
        watch.Start();
        return watch;
    });

    private void Execute(params string[] command)
    {
        (int status, string output, string error) = _place.Execute(command);
        Assert.True(status == 0, $"{string.Join(' ', command)}: {output}{error}");
    }

    private async Task<Sighting> UntilAsync(Func<Sighting, bool> wanted)
    {
        await UntilAsync(() => _seen.Any(wanted));
        return _seen.First(wanted);
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"seen: {string.Join("; ", _seen.Select(s => s.Words))}");
            await Task.Delay(20);
        }
    }
}
