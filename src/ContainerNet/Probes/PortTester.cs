using System.Runtime.CompilerServices;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>Tests published ports from every vantage. Holds the other machine that External needs; dispose of it.</summary>
public sealed class PortTester : IAsyncDisposable
{
    private readonly Snapshot _facts;
    private readonly OtherMachine _other;

    /// <summary>A tester for the ports of a snapshot, taken on this host a moment ago.</summary>
    public PortTester(IHost host, Snapshot facts)
    {
        _facts = facts;
        _other = new OtherMachine(host, facts);
    }

    /// <summary>The time for one knock.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The path to ask for over HTTP, or null to connect only.</summary>
    public string? HttpPath { get; init; }

    /// <summary>Tests a port, one vantage after the other.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async IAsyncEnumerable<PortTest> TestAsync(
        ContainerPort port,
        IReadOnlyList<Vantage> vantages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(port);
        ArgumentNullException.ThrowIfNull(vantages);
        foreach (Vantage vantage in vantages)
        {
            yield return await TestAsync(port, vantage, cancellationToken);
        }
    }

    /// <summary>Tests a port from one vantage.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async Task<PortTest> TestAsync(ContainerPort port, Vantage vantage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(port);
        ProbeTarget target = ProbeTarget.Of(_facts, port, vantage);
        if (target.Address is null)
        {
            return Unknown(port, vantage, target.Note);
        }

        ExternalVantage? external = await _other.ForAsync(vantage, cancellationToken);
        if (external?.CannotReach(target.Address) == true)
        {
            return Unknown(port, vantage, ExternalVantage.NoIPv6);
        }

        PortProbe probe = new()
        {
            Vantage = vantage,
            Address = target.Address,
            Port = target.Port,
            Protocol = port.Protocol,
            Container = port.Container,
            ContainerProcessId = target.ProcessId,
            ApplicationPort = port.Port,
            Limit = Limit,
            HttpPath = HttpPath,
        };
        try
        {
            PortTest test = await PortProber.TestAsync(probe, external, cancellationToken);
            return target.Note.Length > 0 ? test with { Detail = $"{test.Detail} ({target.Note})" } : test;
        }
        catch (ContainerNetException e) when (e.Problem == Problem.NamespaceNotFound)
        {
            return Unknown(port, vantage, e.Message);
        }
    }

    /// <summary>Takes the other machine away.</summary>
    public ValueTask DisposeAsync() => _other.DisposeAsync();

    private static PortTest Unknown(ContainerPort port, Vantage vantage, string detail) => new()
    {
        Container = port.Container,
        Vantage = vantage,
        RemotePort = vantage == Vantage.Container ? port.Port : port.HostPort,
        Protocol = port.Protocol,
        State = PortState.Unknown,
        Detail = detail,
    };
}
