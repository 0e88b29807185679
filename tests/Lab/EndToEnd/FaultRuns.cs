using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// Breaks hosts and asks about them, once for each line of the table, whichever test wants the answer first. A host goes
/// on to the next line when its fault could be taken back; every other line gets a new one.
/// </summary>
public sealed class FaultRuns : IAsyncLifetime
{
    private const string Healthy = "healthy";
    private const string Module = "/opt/containernet/ContainerNet";
    private const string Program = "/opt/containernet/cli/containernet";

    private readonly Dictionary<(Suite Suite, string Fault), Task<FaultRun>> _runs = [];
    private LabHost? _spare;

    /// <summary>The answers for one line.</summary>
    /// <param name="suite">On which Debian.</param>
    /// <param name="line">The line of the table.</param>
    public Task<FaultRun> RunAsync(Suite suite, FaultCase line)
    {
        // The tests of one class never run at the same time, so this needs no lock.
        if (!_runs.TryGetValue((suite, line.Fault), out Task<FaultRun>? run))
        {
            run = BreakAndAskAsync(suite, line);
            _runs.Add((suite, line.Fault), run);
        }

        return run;
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_spare is not null)
        {
            await _spare.DisposeAsync();
            _spare = null;
        }
    }

    private static async Task<LabHost> StartHealthyAsync(Suite suite, FaultCase line)
    {
        LabHost host = await LabHost.StartAsync(suite, line.Firewalld);
        try
        {
            if (line.Firewalld && line.DockerKnowsFirewalld)
            {
                await host.InjectAsync("docker-knows-firewalld");
            }

            await host.InjectAsync(Healthy);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task<FaultRun> AskAsync(LabHost host)
    {
        CommandOutcome commandLine = await host.RunAsync(Program, "diagnose", "--json");
        CommandOutcome? powerShell = LabRequirements.MissingForPowerShell is not null
            ? null
            : await host.PwshAsync(
                $"Import-Module {Module}; Test-ContainerNet | ConvertTo-Json -Depth 6 -AsArray -EnumsAsStrings");
        return new FaultRun(commandLine, powerShell);
    }

    private async Task<FaultRun> BreakAndAskAsync(Suite suite, FaultCase line)
    {
        LabHost host = TakeSpare(line) ?? await StartHealthyAsync(suite, line);
        bool clean = false;
        try
        {
            if (line.Fault != Healthy)
            {
                await host.InjectAsync(line.Fault);
            }

            FaultRun run = await AskAsync(host);
            if (line.Undo && !line.Firewalld)
            {
                if (line.Fault != Healthy)
                {
                    await host.UndoAsync(line.Fault);
                }

                clean = true;
            }

            return run;
        }
        finally
        {
            // A host is passed on only when nothing at all went wrong with it.
            if (clean && _spare is null)
            {
                _spare = host;
            }
            else
            {
                await host.DisposeAsync();
            }
        }
    }

    private LabHost? TakeSpare(FaultCase line)
    {
        if (line.Firewalld)
        {
            return null;
        }

        LabHost? spare = _spare;
        _spare = null;
        return spare;
    }
}
