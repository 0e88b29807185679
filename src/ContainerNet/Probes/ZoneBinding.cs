using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>An interface in a firewalld zone for as long as it is needed, at run time only.</summary>
internal sealed class ZoneBinding : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private readonly IHost _host;
    private readonly string _zone;
    private readonly string _interfaceName;

    private ZoneBinding(IHost host, string zone, string interfaceName)
    {
        _host = host;
        _zone = zone;
        _interfaceName = interfaceName;
    }

    /// <summary>Puts an interface into the zone that another is in. Null when nothing is needed: firewalld is not there, or
    /// both are in one zone, as in the default one, which takes every interface that is bound to none. A probe that was
    /// killed leaves its binding in firewalld's memory; the next one of that name corrects it here and takes it away.</summary>
    /// <exception cref="ContainerNetException">ToolMissing, TimedOut, ToolFailed.</exception>
    public static async Task<ZoneBinding?> JoinAsync(
        IHost host, Snapshot facts, string uplink, string interfaceName, CancellationToken cancellationToken)
    {
        if (facts.Firewalld is not { Running: true } firewalld || firewalld.ZoneOf(uplink) is not FirewallZone zone
            || string.Equals(zone.Name, firewalld.ZoneOf(interfaceName)?.Name, StringComparison.Ordinal))
        {
            return null;
        }

        CommandResult result = await host.RunAsync(
            Call("changeZoneOfInterface", zone.Name, interfaceName), cancellationToken);
        return result.Succeeded
            ? new ZoneBinding(host, zone.Name, interfaceName)
            : throw new ContainerNetException(
                Problem.ToolFailed,
                zone.Name,
                $"firewalld does not put {interfaceName} into zone {zone.Name} for the probe: {result.Error.Trim()}");
    }

    /// <summary>Takes it out again.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.RunAsync(Call("removeInterface", _zone, _interfaceName), CancellationToken.None);
        }
        catch (ContainerNetException)
        {
            // firewalld went away meanwhile, and its bindings with it.
        }
    }

    private static CommandLine Call(string method, string zone, string interfaceName) => CommandLine.Of(
        "busctl", "--system", "call", "org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1",
        "org.fedoraproject.FirewallD1.zone", method, "ss", zone, interfaceName) with { Limit = s_limit };
}
