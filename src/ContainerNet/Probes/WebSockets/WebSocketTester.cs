using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Opens WebSockets from every vantage. Holds the other machine that External needs; dispose of it.</summary>
public sealed class WebSocketTester : IAsyncDisposable
{
    private readonly Snapshot _facts;
    private readonly OtherMachine _other;

    /// <summary>A tester for the containers of a snapshot, taken on this host a moment ago.</summary>
    public WebSocketTester(IHost host, Snapshot facts)
    {
        _facts = facts;
        _other = new OtherMachine(host, facts);
    }

    /// <summary>Sends the request to a container's port, at the address that a client at the vantage would use for it.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async Task<WebSocketTest> TestAsync(WebSocketProbe probe, ContainerPort port, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(port);
        ProbeTarget target = ProbeTarget.Of(_facts, port, probe.Vantage);
        WebSocketProbe aimed = probe with
        {
            Address = target.Address,
            Port = target.Port > 0 ? target.Port : port.Port,
            Container = port.Container,
            ContainerProcessId = target.ProcessId,
            IsAtApplication = probe.Vantage == Vantage.Container,
        };
        if (target.Address is null)
        {
            return WebSocketTest.Unknown(aimed) with { Detail = target.Note };
        }

        WebSocketTest test = await TestAsync(aimed, cancellationToken);
        return target.Note.Length > 0 ? test with { Detail = $"{test.Detail} ({target.Note})" } : test;
    }

    /// <summary>Sends the request to where the probe says.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async Task<WebSocketTest> TestAsync(WebSocketProbe probe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ExternalVantage? external = await _other.ForAsync(probe.Vantage, cancellationToken);
        if (probe.Address is IPAddress address && external?.CannotReach(address) == true)
        {
            return WebSocketTest.Unknown(probe) with { Detail = ExternalVantage.NoIPv6 };
        }

        try
        {
            return await WebSocketProber.TestAsync(probe, external, cancellationToken);
        }
        catch (ContainerNetException e) when (e.Problem == Problem.NamespaceNotFound)
        {
            return WebSocketTest.Unknown(probe) with { Detail = e.Message };
        }
    }

    /// <summary>Takes the other machine away.</summary>
    public ValueTask DisposeAsync() => _other.DisposeAsync();
}
