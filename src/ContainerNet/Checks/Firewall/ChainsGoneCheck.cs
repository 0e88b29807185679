using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The engine's chains are gone: some firewall was started, restarted or flushed under it.</summary>
internal sealed class ChainsGoneCheck : ICheck
{
    internal static readonly FindingDescriptor Gone = new(
        "CN3001",
        "The engine's firewall chains are gone",
        Severity.Error,
        "{0} of the {1} chains that {2} {3} writes are gone ({4}); {5}");

    public IReadOnlyList<FindingDescriptor> Reports => [Gone];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (!facts.SawAllIptables())
        {
            yield break;
        }

        foreach (DockerLayout layout in facts.HostEngines().Select(DockerLayout.Of).OfType<DockerLayout>())
        {
            List<(string Table, string Chain)> missing = [.. layout.Missing(facts)];
            if (missing.Count == 0)
            {
                continue;
            }

            ContainerEngine engine = layout.Engine;
            SystemdUnit? unit = UnitOrder.EngineUnit(facts, engine);
            List<SystemdUnit> suspects = unit is null ? [] : [.. UnitOrder.FirewallsAfter(facts, unit)];
            yield return Gone.About(
                $"engine {engine.Name}",
                missing.Count,
                layout.Chains().Count(),
                engine.Name,
                engine.Version,
                Questions.Names(missing.Select(c => $"{c.Table} {c.Chain}")),
                Culprit(unit, suspects)) with
            {
                Engine = engine.Name,
                Evidence = [.. Evidence(facts, layout, missing, unit, suspects)],
                Remedy = layout.Remedy,
                Repairable = layout.Repairable,
            };
        }
    }

    private static string Culprit(SystemdUnit? unit, List<SystemdUnit> suspects) =>
        unit is { ActiveSince: { } since } && suspects.Count > 0
            ? $"{suspects[0].Name} was started at {suspects[0].ActiveSince!.Value.Text()}, after {unit.Name} at {since.Text()}."
            : "something flushed them since the engine wrote them, and nobody tells the engine.";

    private static IEnumerable<Evidence> Evidence(
        Snapshot facts,
        DockerLayout layout,
        List<(string Table, string Chain)> missing,
        SystemdUnit? unit,
        List<SystemdUnit> suspects)
    {
        foreach (IGrouping<string, (string Table, string Chain)> table in missing.GroupBy(c => c.Table))
        {
            yield return Questions.Read(
                layout.Iptables ? $"iptables-save, table {table.Key}" : $"nft list table ip {table.Key}",
                $"no chain {string.Join(", ", table.Select(c => c.Chain))}");
        }

        foreach (SystemdUnit each in unit is null ? suspects : [unit, .. suspects])
        {
            yield return UnitOrder.Evidence(each);
        }

        if (facts.Firewalld is { Running: true } firewalld && suspects.Exists(u => Questions.Is(u.Name, "firewalld.service")))
        {
            yield return Questions.Read(
                "org.fedoraproject.FirewallD1 on D-Bus",
                $"version {firewalld.Version ?? "unknown"}, backend {firewalld.Backend ?? "unknown"}: "
                + (firewalld.WipesIptables == false ? "leaves iptables alone" : "flushes all of iptables when it starts"));
        }

        foreach (JournalEntry entry in facts.Journal.Where(j => j.Message.Contains("DOCKER", StringComparison.Ordinal)
            || j.Message.Contains("flush", StringComparison.OrdinalIgnoreCase)).TakeLast(3))
        {
            yield return Questions.Read($"journal {entry.At.Text()} {entry.Unit ?? entry.Source}", entry.Message);
        }
    }
}
