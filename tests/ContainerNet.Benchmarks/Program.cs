using BenchmarkDotNet.Running;
using ContainerNet.Benchmarks;

// dotnet run --project tests/ContainerNet.Benchmarks --configuration Release -- --filter '*'
// ... -- stream SECONDS                           follow the trace events of this network namespace and count them
// ... -- send ADDRESS PORT COUNT RATE [SOCKETS]   send UDP packets, so many a second
switch (args)
{
    case ["stream", string seconds]:
        StreamRun.Follow(TimeSpan.FromSeconds(double.Parse(seconds)));
        break;
    case ["send", string address, string port, string count, string rate, .. string[] sockets]:
        PacketSender.Send(
            new(System.Net.IPAddress.Parse(address), int.Parse(port)), int.Parse(count), int.Parse(rate),
            sockets is [string number] ? int.Parse(number) : 1);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HostBenchmarks).Assembly).Run(args);
        break;
}
