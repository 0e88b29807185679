using BenchmarkDotNet.Attributes;
using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Benchmarks;

/// <summary>What a look at a recorded host costs without the host: parsing, joining, checking, writing and reading.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class HostBenchmarks
{
    private RecordedHost _host = null!;
    private Snapshot _facts = null!;
    private byte[] _json = [];

    [Params("docker-20.10", "docker-28.5")]
    public string Host { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{Host}.json");
        _host = RecordedHost.FromJson(File.ReadAllBytes(path), path);
        _facts = new SnapshotCollector(_host).CollectAsync(CancellationToken.None).GetAwaiter().GetResult();
        _json = SnapshotJson.Write(_facts);
    }

    [Benchmark]
    public Task<Snapshot> Collect() => new SnapshotCollector(_host).CollectAsync(CancellationToken.None);

    [Benchmark]
    public Diagnosis Check() => CheckRunner.Run(_facts);

    [Benchmark]
    public byte[] WriteSnapshot() => SnapshotJson.Write(_facts);

    [Benchmark]
    public Snapshot ReadSnapshot() => SnapshotJson.Read(_json, "benchmark");
}
