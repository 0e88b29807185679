using System.Diagnostics;
using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Probes;

/// <summary>A network namespace held by a process that the test started and ends again.</summary>
internal sealed class TestNamespace : IDisposable
{
    private readonly Process _holder;

    public TestNamespace(int seconds = 300)
    {
        _holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "--kill-child", "sleep", seconds.ToString(CultureInfo.InvariantCulture)]))!;
        string own = new FileInfo("/proc/self/ns/net").LinkTarget!;
        SpinWait.SpinUntil(() => new FileInfo($"/proc/{_holder.Id}/ns/net").LinkTarget is string other && other != own, 5000);
    }

    public int ProcessId => _holder.Id;

    public T Run<T>(Func<T> work) => NamespaceThread.Run(ProcessId, work);

    public (int ExitCode, string Output, string Error) Execute(params string[] arguments) => Shell.Run(
        ["nsenter", "--target", ProcessId.ToString(CultureInfo.InvariantCulture), "--net", "--", .. arguments]);

    public void Dispose()
    {
        _holder.Kill(entireProcessTree: true);
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
