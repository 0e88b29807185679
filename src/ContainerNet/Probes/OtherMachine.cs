using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>Makes the other machine that <see cref="Vantage.External"/> needs when the first probe asks for it.</summary>
internal sealed class OtherMachine(IHost host, Snapshot facts) : IAsyncDisposable
{
    private ExternalVantage? _external;

    /// <summary>The place to stand for a vantage; null for those that need none.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async Task<ExternalVantage?> ForAsync(Vantage vantage, CancellationToken cancellationToken) =>
        vantage == Vantage.External
            ? _external ??= await ExternalVantage.CreateAsync(host, facts, cancellationToken)
            : null;

    /// <summary>Takes it away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_external is not null)
        {
            await _external.DisposeAsync();
            _external = null;
        }
    }
}
