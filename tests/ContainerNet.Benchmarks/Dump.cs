using ContainerNet.Tracing;
namespace ContainerNet.Benchmarks;
internal sealed class Dump : ITraceSink {
  public required ChainNames Names;
  public void Tick(long t) {}
  public void Event(in TraceEvent e) => Console.WriteLine($"{e.PacketId:x8} {Names[e.Chain].Family} {Names[e.Chain].Table} {Names[e.Chain].Chain} {e.Type} {e.Verdict} h{e.Handle} hdr={e.HasHeader} in={e.InputIndex} out={e.OutputIndex} {(e.HasHeader ? HeaderText.Words(e.Header).ToString() : "")}");
  public void RulesChanged(uint p, string? n) => Console.WriteLine($"GEN {p} {n}");
  public void Lost() => Console.WriteLine("LOST");
  public static void Run(int port) {
    using TraceTable t = TraceTable.Create([new TraceFlow { Protocol = ContainerNet.Model.Protocol.Tcp, DestinationPort = port, OpeningOnly = true }]);
    using TraceStream s = TraceStream.Open(16<<20);
    s.Start(new Dump { Names = s.Chains });
    Console.WriteLine("ready");
    Thread.Sleep(3000);
    s.Stop();
  }
}
