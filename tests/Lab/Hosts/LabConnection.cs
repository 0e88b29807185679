using System.Diagnostics;

namespace ContainerNet.Lab.Hosts;

/// <summary>An open connection from the other machine to a port of a lab host that echoes lines.</summary>
public sealed class LabConnection : IDisposable
{
    private readonly Process _netcat;

    internal LabConnection(Process netcat) => _netcat = netcat;

    /// <summary>Sends a line and gives what comes back.</summary>
    /// <param name="line">Without its end.</param>
    /// <exception cref="TimeoutException">Nothing came back.</exception>
    public async Task<string?> EchoAsync(string line)
    {
        await _netcat.StandardInput.WriteLineAsync(line);
        await _netcat.StandardInput.FlushAsync();
        return await _netcat.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _netcat.Kill(entireProcessTree: true);
        _netcat.Dispose();
    }
}
