using ContainerNet.Model;

namespace ContainerNet.Sources.Firewalld;

/// <summary>Says what a zone has on one side only, run-time or permanent.</summary>
internal static class ZoneDifference
{
    public static IReadOnlyList<string> Of(ZoneSettings active, ZoneSettings persistent)
    {
        List<string> lines = [];
        Compare(lines, "interface", active.Interfaces, persistent.Interfaces);
        Compare(lines, "source", active.Sources, persistent.Sources);
        Compare(lines, "port", active.Ports, persistent.Ports);
        Compare(lines, "service", active.Services, persistent.Services);
        Compare(lines, "rich rule", active.RichRules, persistent.RichRules);
        Compare(lines, "forward port", active.ForwardPorts, persistent.ForwardPorts);
        if (!string.Equals(active.Target, persistent.Target, StringComparison.Ordinal))
        {
            lines.Add($"target: active {active.Target}, persistent {persistent.Target}");
        }

        if (active.Masquerade != persistent.Masquerade)
        {
            lines.Add(active.Masquerade ? "masquerade: active only" : "masquerade: persistent only");
        }

        if (active.Forward != persistent.Forward)
        {
            lines.Add(active.Forward ? "forward: active only" : "forward: persistent only");
        }

        return lines;
    }

    private static void Compare(List<string> lines, string what, IReadOnlyList<string> active, IReadOnlyList<string> persistent)
    {
        lines.AddRange(active.Except(persistent).Select(value => $"{what} {value}: active only"));
        lines.AddRange(persistent.Except(active).Select(value => $"{what} {value}: persistent only"));
    }
}
