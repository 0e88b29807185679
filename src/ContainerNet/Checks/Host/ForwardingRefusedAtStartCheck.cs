using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// From version 29 on and with its nftables backend, Docker never turns forwarding on: it refuses to create bridge networks,
/// and so to start, when it finds it off.
/// </summary>
internal sealed class ForwardingRefusedAtStartCheck : ICheck
{
    internal static readonly FindingDescriptor Refused = new(
        "CN1011",
        "The engine will not start without forwarding",
        Severity.Warning,
        "{0} {1} with the nftables backend does not turn forwarding on, and no file does: after the next boot it refuses to start.")
    {
        Latent = true,
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Refused];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ForwardingFiles files = ForwardingFiles.IPv4(facts);
        if (Questions.Is(files.Boot?.Value, "1"))
        {
            yield break;
        }

        foreach (ContainerEngine engine in facts.HostEngines().Where(e => e.Kind == EngineKind.Docker && e.Major >= 29
            && e.Options.IpForward && e.FirewallBackend.StartsWith("nftables", StringComparison.Ordinal)))
        {
            yield return Refused.About($"engine {engine.Name}", engine.Name, engine.Version) with
            {
                Engine = engine.Name,
                Evidence =
                [
                    Questions.Read($"GET /info at {engine.Socket}", $"ServerVersion {engine.Version}, FirewallBackend {engine.FirewallBackend}"),
                    .. files.Evidence(),
                ],
                Remedy = ForwardingOffCheck.Remedy(files.Boot),
                Repairable = true,
            };
        }
    }
}
