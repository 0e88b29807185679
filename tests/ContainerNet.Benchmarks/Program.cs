using BenchmarkDotNet.Running;
using ContainerNet.Benchmarks;

// dotnet run --project tests/ContainerNet.Benchmarks --configuration Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(HostBenchmarks).Assembly).Run(args);
