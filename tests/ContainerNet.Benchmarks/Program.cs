using System.Globalization;
using System.Net;
using BenchmarkDotNet.Running;
using ContainerNet.Benchmarks;

// dotnet run --project tests/ContainerNet.Benchmarks --configuration Release -- --filter '*'
// ... -- stream SECONDS                           follow the trace events of this network namespace and count them
// ... -- watch PORT COUNT SECONDS                 follow UDP packets to a port to the end of their paths, and count those
// ... -- send ADDRESS PORT COUNT RATE [SOCKETS]   send UDP packets, so many a second
// ... -- nginx RUNS                               read an nginx of 5,000 servers, and choose locations
// ... -- ingress RUNS                             read 2,000 ingresses, make servers and locations of them, and ask for URLs
// ... -- rules RUNS TOOL...                       read the rules of this network namespace, alternating with a tool
// ... -- rules memory                             read them once, and say by how many KiB the peak of memory grew
// ... -- rules memory FIXED TOOL...               the same in words, beside the length of what a tool prints
switch (args)
{
    case ["nginx", string runs]:
        NginxRun.Measure(Number(runs));
        break;
    case ["ingress", string runs]:
        IngressRun.Measure(Number(runs));
        break;
    case ["rules", "memory"]:
        await RulesRun.GrowthAsync();
        break;
    case ["rules", "memory", string known, .. string[] tool]:
        await RulesRun.MemoryAsync(Number(known), tool);
        break;
    case ["rules", string runs, .. string[] tool]:
        await RulesRun.CompareAsync(Number(runs), tool);
        break;
    case ["stream", string seconds]:
        StreamRun.Follow(TimeSpan.FromSeconds(Number(seconds)));
        break;
    case ["watch", string port, string count, string seconds]:
        await WatchRun.WatchAsync(Number(port), Number(count), TimeSpan.FromSeconds(Number(seconds)));
        break;
    case ["send", string address, string port, string count, string rate, .. string[] sockets]:
        IPEndPoint target = new(IPAddress.Parse(address), Number(port));
        PacketSender.Send(target, Number(count), Number(rate), sockets is [string number] ? Number(number) : 1);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(HostBenchmarks).Assembly).Run(args);
        break;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
