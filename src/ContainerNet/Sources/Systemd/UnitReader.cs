using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the units that run engines or write rules, with one call of systemctl.</summary>
public static class UnitReader
{
    private static readonly string[] s_units =
    [
        "docker.service", "docker.socket", "containerd.service", "podman.service", "firewalld.service", "nftables.service",
        "iptables.service", "netfilter-persistent.service", "ufw.service", "systemd-sysctl.service", "NetworkManager.service",
        "systemd-networkd.service",
    ];

    internal const string Stamps = "--timestamp=us+utc";

    private static readonly CommandLine s_command = new()
    {
        Arguments =
        [
            "systemctl", "show", "--no-pager", Stamps,
            "--property=Id,LoadState,ActiveState,UnitFileState,MainPID,ActiveEnterTimestamp,ActiveEnterTimestampMonotonic,InactiveEnterTimestamp",
            .. s_units,
        ],
        Limit = TimeSpan.FromSeconds(5),
    };

    /// <summary>Reads them; a host without systemd is a gap.</summary>
    public static async Task<Reading<IReadOnlyList<SystemdUnit>>> ReadAsync(IHost host, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            CommandResult result = await host.RunAsync(s_command, cancellationToken);
            if (!result.Succeeded && result.Error.Contains("--timestamp", StringComparison.Ordinal))
            {
                // systemd before 247: its times are understood where the host's zone is UTC, its monotonic clock everywhere.
                result = await host.RunAsync(
                    s_command with { Arguments = [.. s_command.Arguments.Where(word => word != Stamps)] }, cancellationToken);
            }

            IReadOnlyList<SystemdUnit> units = Parse(result.Output);
            if (result.Succeeded && units.Count > 0)
            {
                return new Reading<IReadOnlyList<SystemdUnit>>(units, []);
            }

            reason = result.Succeeded ? "it named no unit" : ToolText.Reason(result);
        }
        catch (ContainerNetException exception) when (exception.Problem is Problem.ToolMissing or Problem.TimedOut)
        {
            reason = exception.Message;
        }

        return new Reading<IReadOnlyList<SystemdUnit>>([], [new Gap
        {
            Facts = FactKinds.Units,
            Source = "systemctl show",
            Reason = reason.Length > 0 ? reason : "no answer",
            Remedy = "Look at the start times of the engine and the firewall by hand.",
        }]);
    }

    /// <summary>Blocks of KEY=VALUE lines, one per unit, separated by an empty line.</summary>
    internal static IReadOnlyList<SystemdUnit> Parse(string output) =>
        [.. Blocks(output).Where(b => b.ContainsKey("Id")).Select(b => Unit(b["Id"], b))];

    /// <summary>The properties of each unit.</summary>
    internal static IEnumerable<Dictionary<string, string>> Blocks(string output)
    {
        foreach (string block in output.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Dictionary<string, string> values = [];
            foreach (string line in block.Split('\n'))
            {
                int equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    values[line[..equals]] = line[(equals + 1)..];
                }
            }

            yield return values;
        }
    }

    private static SystemdUnit Unit(string id, Dictionary<string, string> values) => new()
    {
        Name = id,
        IsLoaded = values.GetValueOrDefault("LoadState") == "loaded",
        ActiveState = values.GetValueOrDefault("ActiveState", ""),
        FileState = values.GetValueOrDefault("UnitFileState", ""),
        MainProcessId = int.TryParse(values.GetValueOrDefault("MainPID"), CultureInfo.InvariantCulture, out int pid) ? pid : 0,
        ActiveSince = Time(values.GetValueOrDefault("ActiveEnterTimestamp")),
        ActiveSinceMonotonicUs = long.TryParse(
            values.GetValueOrDefault("ActiveEnterTimestampMonotonic"), CultureInfo.InvariantCulture, out long us) ? us : 0,
        InactiveSince = Time(values.GetValueOrDefault("InactiveEnterTimestamp")),
    };

    // "Sat 2026-11-21 02:46:51.058126 UTC"; empty or n/a for a unit that never was in that state.
    internal static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["ddd yyyy-MM-dd HH:mm:ss.ffffff 'UTC'", "ddd yyyy-MM-dd HH:mm:ss 'UTC'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) ? time : null;
}
