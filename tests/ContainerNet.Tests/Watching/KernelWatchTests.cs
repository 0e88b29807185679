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
    private KernelWatch? _watch;

    public void Dispose()
    {
        _watch?.Dispose();
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
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                "table ip flood {\n chain c {\n"
                + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  ip saddr 10.{i / 256 % 256}.{i % 256}.1 drop\n")) + " }\n}\n");
            Execute("nft", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }

        Sighting seen = await UntilAsync(s => s.Kind == ChangeKind.Rules);
        Assert.Equal(10_000, seen.Rules!.RulesAdded);
        Assert.DoesNotContain(_seen, s => s.Kind == ChangeKind.Lost);
    }

    private void Start() => _watch = _place.Run(() =>
    {
        KernelWatch watch = new(_host, _seen.Enqueue, _writes, new Recent<SeenProcess>(64));
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
