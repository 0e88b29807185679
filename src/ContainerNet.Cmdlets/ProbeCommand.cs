using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that knocks at ports. It keeps the other machine that External needs for the whole pipeline.</summary>
public abstract class ProbeCommand : ContainerCommand
{
    private const string Activity = "Knocking at ports";

    private readonly HashSet<Vantage> _closed = [];
    private readonly LinuxHost _host = new();
    private PortTester? _tester;

    /// <summary>How long to wait for an answer.</summary>
    private protected abstract TimeSpan KnockLimit { get; }

    /// <summary>The path to ask for over HTTP, or null to connect only.</summary>
    private protected virtual string? HttpPath => null;

    /// <summary>Knocks from one vantage after the other. One that is closed to this user is said once, and the others go on.</summary>
    private protected IEnumerable<PortTest> Knock(ContainerPort port, IEnumerable<Vantage> vantages)
    {
        _tester ??= new PortTester(_host, Facts) { Limit = KnockLimit, HttpPath = HttpPath };
        foreach (Vantage vantage in vantages.Where(v => !_closed.Contains(v)))
        {
            if (TryKnock(_tester, port, vantage) is { } test)
            {
                yield return test;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tester?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _host.Dispose();
        }

        base.Dispose(disposing);
    }

    private PortTest? TryKnock(PortTester tester, ContainerPort port, Vantage vantage)
    {
        LatestStatus status = new($"{port.Container} {port.HostPort}/{port.Protocol} from {vantage}");
        try
        {
            return Await(Task.Run(() => tester.TestAsync(port, vantage, StopToken)), Activity, status);
        }
        catch (ContainerNetException problem) when (problem.Problem is Problem.PermissionDenied or Problem.NetlinkRefused)
        {
            _closed.Add(vantage);
            WriteError(Errors.RecordOf(problem));
            return null;
        }
    }
}
