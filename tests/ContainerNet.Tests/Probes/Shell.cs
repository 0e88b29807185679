using System.Diagnostics;

namespace ContainerNet.Probes;

/// <summary>Runs real tools for tests that compare with them.</summary>
internal static class Shell
{
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(arguments[0], arguments[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(string.Join(' ', arguments));
        }

        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
