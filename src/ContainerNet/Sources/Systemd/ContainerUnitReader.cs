using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Sources.Systemd;

/// <summary>
/// Reads the services that run containers: those of the system, and those of each user with an engine. Units of all
/// kinds are alike here: what Quadlet or `podman generate systemd` made starts podman as one that was written by hand does.
/// </summary>
internal static class ContainerUnitReader
{
    private const string Properties =
        "--property=Id,ActiveState,SubState,Result,ActiveEnterTimestamp,ExecStart,FragmentPath,SourcePath,NeedDaemonReload";

    private const int MostUnits = 1000;

    /// <summary>Reads them; a manager that does not answer is a gap.</summary>
    public static async Task<Reading<IReadOnlyList<ContainerUnit>>> ReadAsync(
        IHost host, EngineFacts facts, bool keepTexts, CancellationToken cancellationToken)
    {
        MountSources mounts = new(host);
        List<ContainerUnit> units = [];
        List<Gap> gaps = [];
        foreach (ContainerEngine engine in facts.Engines.Where(e => IsWanted(e, facts)).DistinctBy(e => e.User))
        {
            Owner? owner = engine.Rootless ? OwnerOf(host, engine) : null;
            if (engine.Rootless && owner is null)
            {
                continue;
            }

            string[] ask = ["show", "--no-pager", UnitReader.Stamps, Properties, "*.service"];
            CommandLine command = owner is null
                ? CommandLine.Of(["systemctl", .. ask])
                : UserCommand.Systemctl(host.IsRoot, owner.UserId, owner.GroupId, ask);
            try
            {
                CommandResult result = await host.RunAsync(command with { Limit = TimeSpan.FromSeconds(5) }, cancellationToken);
                if (result.Succeeded)
                {
                    units.AddRange(Parse(result.Output, owner).Take(MostUnits).Select(u => u with
                    {
                        Mounts = mounts.Look([.. u.BindMounts]),
                        Text = keepTexts ? UnitTexts.Read(host, u, owner?.Home) : null,
                    }));
                }
                else
                {
                    gaps.Add(GapOf(engine, ToolText.Reason(result)));
                }
            }
            catch (ContainerNetException e) when (e.Problem is Problem.ToolMissing or Problem.TimedOut)
            {
                gaps.Add(GapOf(engine, e.Message));
            }
        }

        return new Reading<IReadOnlyList<ContainerUnit>>(units, gaps);
    }

    /// <summary>Podman leaves it to systemd to start containers; Docker does so itself, and a unit is of interest only where one that
    /// publishes ports does not run.</summary>
    private static bool IsWanted(ContainerEngine engine, EngineFacts facts) => engine.Kind == EngineKind.Podman
        || facts.Containers.Any(c => c.Engine == engine.Name && !c.IsRunning && c.PortBindings.Count > 0);

    /// <summary>The units whose command is an engine's.</summary>
    internal static IEnumerable<ContainerUnit> Parse(string output, Owner? owner)
    {
        foreach (Dictionary<string, string> values in UnitReader.Blocks(output))
        {
            if (values.TryGetValue("Id", out string? id) && Words(values.GetValueOrDefault("ExecStart", "")) is { Length: > 1 } words
                && Path.GetFileName(words[0]) is "podman" or "docker")
            {
                yield return new ContainerUnit
                {
                    Name = ToolText.Clean(id),
                    User = owner?.Name,
                    UserId = owner?.UserId,
                    GroupId = owner?.GroupId,
                    ActiveState = values.GetValueOrDefault("ActiveState", ""),
                    SubState = values.GetValueOrDefault("SubState", ""),
                    Result = values.GetValueOrDefault("Result", ""),
                    ActiveSince = UnitReader.Time(values.GetValueOrDefault("ActiveEnterTimestamp")),
                    Command = [.. words.Select(w => ToolText.Clean(w))],
                    SourceFile = new[] { values.GetValueOrDefault("SourcePath", ""), values.GetValueOrDefault("FragmentPath", "") }
                        .Where(p => p.StartsWith('/')).Select(p => ToolText.Clean(p)).FirstOrDefault(),
                    IsStale = values.TryGetValue("NeedDaemonReload", out string? stale) ? stale == "yes" : null,
                };
            }
        }
    }

    /// <summary>"{ path=/usr/bin/podman ; argv[]=/usr/bin/podman run ... ; ignore_errors=no ; ...", where nothing is quoted: a word with a
    /// blank comes as two.</summary>
    private static string[] Words(string command)
    {
        const string Begin = "argv[]=", End = " ; ignore_errors=";
        int begin = command.IndexOf(Begin, StringComparison.Ordinal);
        int end = command.IndexOf(End, Math.Max(begin, 0), StringComparison.Ordinal);
        return begin < 0 || end < 0 ? [] : command[(begin + Begin.Length)..end].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whose engine it is: /run/user/UID/podman/podman.sock.</summary>
    private static Owner? OwnerOf(IHost host, ContainerEngine engine)
    {
        string[] parts = engine.Socket.Split('/');
        if (parts is not ["", "run", "user", { } id, ..] || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int user))
        {
            return null;
        }

        (_, int? group, string? home) = UserTable.Read(host).GetValueOrDefault(id);
        return new Owner(engine.User ?? id, user, group ?? user, home);
    }

    private static Gap GapOf(ContainerEngine engine, string reason) => new()
    {
        Facts = FactKinds.Units,
        Source = $"systemd units of {engine.Name}",
        Reason = reason,
        Remedy = engine.Rootless ? $"Run as root, or as {engine.User}." : "Look with systemctl by hand.",
        Partial = true,
    };

    /// <summary>A user with an engine.</summary>
    /// <param name="Name">Name.</param>
    /// <param name="UserId">Number.</param>
    /// <param name="GroupId">First group.</param>
    /// <param name="Home">The home directory; null when it is not known.</param>
    internal sealed record Owner(string Name, int UserId, int GroupId, string? Home = null);
}
