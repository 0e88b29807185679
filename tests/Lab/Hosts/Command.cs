using System.ComponentModel;
using System.Diagnostics;

namespace ContainerNet.Lab.Hosts;

/// <summary>Runs a program to its end, with a limit on its time; arguments are passed as they are, no shell is involved.</summary>
internal static class Command
{
    public static async Task<CommandOutcome> RunAsync(
        IReadOnlyList<string> arguments, TimeSpan limit, string? shown = null, CancellationToken cancellation = default)
    {
        shown ??= string.Join(' ', arguments);
        ProcessStartInfo start = new(arguments[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(limit);
        using Process process = Process.Start(start) ?? throw new Win32Exception($"cannot start {shown}");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            string said = await Settled(output) + await Settled(error);
            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException($"not through after {limit.TotalSeconds} s: {shown}{Environment.NewLine}{said}", exception);
        }

        // A daemon that the command left behind may hold the pipes open, so their end is not waited for without a limit.
        return new CommandOutcome(shown, process.ExitCode, await Settled(output), await Settled(error));
    }

    private static async Task<string> Settled(Task<string> reading)
    {
        Task first = await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(5)));
        return first == reading ? await reading : "(output still open)";
    }
}
