using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs.Running;
using ContainerNet.Tracing;

namespace ContainerNet;

/// <summary>What this assembly does as a program of its own: it holds something that a test takes away by kill
/// -9.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments);
        }
        catch (ContainerNetException e)
        {
            Console.WriteLine(e.Problem);
            return 1;
        }
    }

    private static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["trace-table"]:
                using (TraceTable table = TraceTable.Create([new TraceFlow()]))
                {
                    return Hold(table.Name);
                }

            case ["legacy-trace"]:
                LegacyTrace trace = LegacyTrace.Create([AddressFamily.IPv4], new LegacyLines(), journal: null);
                int result = Hold("tracing");
                trace.DisposeAsync().AsTask().GetAwaiter().GetResult();
                return result;

            case ["locked-transaction", string root, string seconds]:
                using (LinuxHost host = new())
                {
                    LinuxChanges changes = new(host, root);
                    using IDisposable? held = changes.TryLock("/run/containernet.lock");
                    _ = changes.RunAsync(CommandLine.Of("sleep", seconds) with { Input = "*filter\n" }, CancellationToken.None);
                    return Hold(held is null ? "refused" : "locked");
                }

            default:
                return 2;
        }
    }

    /// <summary>Says that it is ready, and waits until standard input ends.</summary>
    private static int Hold(string word)
    {
        Console.WriteLine(word);
        return Console.In.Read() < 0 ? 0 : 1;
    }
}
