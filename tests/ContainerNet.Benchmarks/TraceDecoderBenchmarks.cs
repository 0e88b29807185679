using BenchmarkDotNet.Attributes;
using ContainerNet.Tracing;

namespace ContainerNet.Benchmarks;

/// <summary>Captured trace messages of a host with firewalld and Docker, decoded from memory. Time and memory are those
/// of one event: 500 ns would be two million events a second.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class TraceDecoderBenchmarks
{
    private const int Events = 16_384;
    private readonly TraceDecoder _decoder = new();
    private readonly TraceMessages _messages = new();
    private readonly CountingSink _sink;
    private byte[][] _captured = [];

    public TraceDecoderBenchmarks() => _sink = new CountingSink(_messages.Chains);

    [Params("bookworm", "trixie")]
    public string Host { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "tracing", $"{Host}.hex");
        byte[][] once = [.. File.ReadLines(path).Select(l => Convert.FromHexString(l))];

        // Each event gets bytes of its own, as in a receive buffer: a few that stay in the cache would flatter.
        _captured = [.. Enumerable.Range(0, Events).Select(i => once[i % once.Length].ToArray())];
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Decode()
    {
        int headers = 0;
        foreach (byte[] message in _captured)
        {
            headers += _decoder.TryDecode(message, out TraceEvent traced) && traced.HasHeader ? 1 : 0;
        }

        return headers;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long DecodeToSink()
    {
        foreach (byte[] message in _captured)
        {
            _messages.Tell(message, isTruncated: false, _sink);
        }

        return _sink.Headers;
    }
}
