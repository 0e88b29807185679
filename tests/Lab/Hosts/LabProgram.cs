using System.Diagnostics;

namespace ContainerNet.Lab.Hosts;

/// <summary>A program that goes on running on a lab host, and is listened to meanwhile.</summary>
public sealed class LabProgram : IAsyncDisposable
{
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _shown;
    private readonly Task<string> _errors;

    internal LabProgram(Process process, string shown)
    {
        _process = process;
        _shown = shown;
        _process.StandardInput.Close();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Process id on the machine that carries the lab.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Its next line of output; null at the end.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<string?> ReadLineAsync()
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(s_line);
        }
        catch (TimeoutException exception)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"no line came: {_shown}{Environment.NewLine}{await _errors}", exception);
        }
    }

    /// <summary>What it says until its end.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task<CommandOutcome> EndAsync(TimeSpan limit)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException exception)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"not through after {limit.TotalSeconds} s: {_shown}{Environment.NewLine}{await output}{await _errors}", exception);
        }

        return new CommandOutcome(_shown, _process.ExitCode, await output, await _errors);
    }

    /// <summary>Ends it, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
