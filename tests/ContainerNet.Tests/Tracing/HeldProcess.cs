using System.Diagnostics;
using System.Globalization;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>This assembly as a process of its own in a test's namespace, to be killed in the middle of what it
/// does.</summary>
internal sealed class HeldProcess : IDisposable
{
    private readonly Process _process;

    public HeldProcess(TestNamespace place, params string[] arguments)
        : this(place, [], arguments)
    {
    }

    /// <param name="place">Where it runs.</param>
    /// <param name="before">A program that becomes it, such as setpriv with its options.</param>
    /// <param name="arguments">What <see cref="Program"/> is to do.</param>
    public HeldProcess(TestNamespace place, string[] before, params string[] arguments)
    {
        string target = place.ProcessId.ToString(CultureInfo.InvariantCulture);

        // A signal that is ignored where the tests were started (nohup, a job in the background) stays so in every child.
        ProcessStartInfo start = new(
            "nsenter",
            [
                "--target", target, "--net", "--", "env", "--default-signal",
                .. before, Runtime, typeof(HeldProcess).Assembly.Location, .. arguments,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        Task<string?> word = _process.StandardOutput.ReadLineAsync();
        Word = word.Wait(TimeSpan.FromSeconds(20)) ? word.Result ?? "" : "";
    }

    private static string Runtime =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";

    /// <summary>What it said when it was ready.</summary>
    public string Word { get; }

    /// <summary>Its process number, which is that of its group when setsid began it.</summary>
    public int Id => _process.Id;

    /// <summary>Waits for its end.</summary>
    public void Wait() => Assert.True(_process.WaitForExit(10_000), "it does not end");

    /// <summary>kill -9. nsenter has become the program: there is no process between.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
