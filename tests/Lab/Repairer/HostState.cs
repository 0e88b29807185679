using System.Text.RegularExpressions;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Lab.Repairer;

/// <summary>What a plan changes on the host, as it is at one moment: each table, setting and file by itself.</summary>
internal sealed partial class HostState
{
    private readonly SortedDictionary<string, string> _parts = new(StringComparer.Ordinal);

    private HostState()
    {
    }

    /// <summary>Looks at every table of both families, and at what the steps name.</summary>
    public static async Task<HostState> ReadAsync(LinuxHost host, RepairPlan plan)
    {
        HostState state = new();
        foreach (string family in (string[])["ip", "ip6"])
        {
            CommandResult saved = await host.RunAsync(CommandLine.Of($"{family}tables-save"), CancellationToken.None);
            foreach (string table in Counters().Replace(saved.Output, "").Split("\n*").Skip(1))
            {
                state._parts[$"{family} {table.Split('\n')[0]}"] = string.Join('\n', table.Split('\n').Where(l => !l.StartsWith('#')));
            }
        }

        LinuxChanges changes = new(host);
        foreach (RepairStep step in plan.Steps)
        {
            if (step is SysctlStep setting)
            {
                state._parts[PartOf(step)] = changes.ReadSetting(setting.Key) ?? "";
            }
            else if (step is FileStep file)
            {
                state._parts[PartOf(step)] = changes.ReadFile(file.Path) ?? "(none)";
                string folder = Path.GetDirectoryName(file.Path)!;
                state._parts[$"names in {folder}"] = string.Join(' ', changes.ListFiles(folder));
            }
        }

        return state;
    }

    /// <summary>The part that a step changes.</summary>
    public static string PartOf(RepairStep step) => step switch
    {
        SysctlStep s => $"setting {s.Key}",
        FileStep f => $"file {f.Path}",
        CommandStep { Command: { Input: { } input } command } =>
            $"{(command.Arguments[0].StartsWith("ip6", StringComparison.Ordinal) ? "ip6" : "ip")} {input.Split('\n')[0][1..]}",
        _ => throw new InvalidOperationException($"no part of the host is known for {step}"),
    };

    /// <summary>Does a part read as it did there?</summary>
    public bool Same(HostState other, string part) => Part(part) == other.Part(part);

    /// <summary>The parts that read otherwise than there, with both texts.</summary>
    public string Difference(HostState other) => string.Join('\n', _parts.Keys.Union(other._parts.Keys)
        .Where(p => !Same(other, p))
        .Select(p => $"{p}:\n  here {string.Join("; ", Part(p).Split('\n').Except(other.Part(p).Split('\n')))}"
            + $"\n  there {string.Join("; ", other.Part(p).Split('\n').Except(Part(p).Split('\n')))}"));

    private string Part(string name) => _parts.GetValueOrDefault(name, "");

    [GeneratedRegex(@" \[[0-9]+:[0-9]+\]", RegexOptions.None, 1000)]
    private static partial Regex Counters();
}
