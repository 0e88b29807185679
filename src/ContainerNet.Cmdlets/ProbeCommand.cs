using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that knocks at ports. It keeps the other machine that External needs for the whole pipeline.</summary>
public abstract class ProbeCommand : VantageCommand
{
    private PortTester? _tester;

    /// <summary>How long to wait for an answer.</summary>
    private protected abstract TimeSpan KnockLimit { get; }

    /// <summary>The path to ask for over HTTP, or null to connect only.</summary>
    private protected virtual string? HttpPath => null;

    /// <summary>Knocks from one vantage after the other.</summary>
    private protected IEnumerable<PortTest> Knock(ContainerPort port, IEnumerable<Vantage> vantages)
    {
        PortTester tester = _tester ??= new PortTester(Machine, Facts) { Limit = KnockLimit, HttpPath = HttpPath };
        foreach (Vantage vantage in vantages)
        {
            string status = $"{port.Container} {port.HostPort}/{port.Protocol} from {vantage}";
            if (TryFrom(vantage, "Knocking at ports", status, () => tester.TestAsync(port, vantage, StopToken)) is { } test)
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
        }

        base.Dispose(disposing);
    }
}
