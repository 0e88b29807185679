using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// A firewall was started after the engine in this boot, and the engine's rules or zones are not there any more: an engine
/// that came up without firewalld never hears of it later. Silent when nothing is missing.
/// </summary>
internal sealed class FirewallStartedAfterEngineCheck : ICheck
{
    internal static readonly FindingDescriptor Late = new(
        "CN1009",
        "The firewall was started after the engine",
        Severity.Warning,
        "{0} became active at {1}, after {2} at {3}; the engine's rules or the zone of its bridges are missing for it, and will be after every boot in this order.");

    public IReadOnlyList<FindingDescriptor> Reports => [Late];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Units | FactKinds.Firewall;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerEngine engine in facts.HostEngines())
        {
            if (UnitOrder.EngineUnit(facts, engine) is not { ActiveSince: { } engineSince } engineUnit
                || !IsHurt(facts, engine))
            {
                continue;
            }

            foreach (SystemdUnit unit in UnitOrder.FirewallsAfter(facts, engineUnit))
            {
                yield return Late.About(
                    $"unit {unit.Name}", unit.Name, unit.ActiveSince!.Value.Text(), engineUnit.Name, engineSince.Text()) with
                {
                    Engine = engine.Name,
                    Evidence = [UnitOrder.Evidence(engineUnit), UnitOrder.Evidence(unit)],
                    Remedy = $"systemctl edit {engineUnit.Name}, and write:\n[Unit]\nWants={unit.Name}\nAfter={unit.Name}\n"
                        + $"For now: systemctl restart {engineUnit.Name}",
                };
            }
        }
    }

    private static bool IsHurt(Snapshot facts, ContainerEngine engine) =>
        (facts.SawAllIptables() && DockerLayout.Of(engine) is { } layout && layout.Missing(facts).Any())
        || new BridgeWithoutZoneCheck().Run(facts).Any(f => Questions.Is(f.Engine, engine.Name));
}
