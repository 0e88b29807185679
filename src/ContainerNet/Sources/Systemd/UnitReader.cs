using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the units that run engines or write rules and settings, with one call.</summary>
internal static class UnitReader
{
    private const string Properties = "-pId,LoadState,ActiveState,UnitFileState,MainPID,"
        + "ActiveEnterTimestamp,ActiveEnterTimestampMonotonic,InactiveEnterTimestamp";

    private static readonly string[] s_units =
    [
        "docker.service", "docker.socket", "containerd.service", "podman.service",
        "firewalld.service", "nftables.service", "iptables.service", "netfilter-persistent.service", "ufw.service",
        "systemd-sysctl.service", "NetworkManager.service", "systemd-networkd.service",
    ];

    /// <summary>Every unit of interest; a unit that this host has not is there with IsLoaded false.</summary>
    public static async Task<Reading<IReadOnlyList<SystemdUnit>>> ReadAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            CommandResult result = await ShowAsync(host, ["--timestamp=us+utc"], cancellationToken);
            if (!result.Succeeded && result.Error.Contains("timestamp", StringComparison.Ordinal))
            {
                // systemd before 248; its times are read where the host's zone is UTC, its monotonic clock everywhere.
                result = await ShowAsync(host, [], cancellationToken);
            }

            IReadOnlyList<SystemdUnit> units = UnitParser.Parse(result.Output);
            return result.Succeeded && units.Count > 0
                ? new Reading<IReadOnlyList<SystemdUnit>>(units, [])
                : Missing(result.Succeeded ? "it named no unit" : ToolText.Reason(result), "Look at the services by hand.");
        }
        catch (ContainerNetException error)
        {
            return error.Problem == Problem.ToolMissing
                ? Missing("this host has no systemctl", "Look at the services by hand.")
                : Missing(error.Message, "Run systemctl show docker.service by hand.");
        }
    }

    private static Task<CommandResult> ShowAsync(IHost host, string[] options, CancellationToken cancellationToken) =>
        host.RunAsync(new CommandLine { Arguments = ["systemctl", "show", "--no-pager", .. options, Properties, "--", .. s_units] },
            cancellationToken);

    private static Reading<IReadOnlyList<SystemdUnit>> Missing(string reason, string remedy) =>
        new([], [new Gap { Facts = FactKinds.Units, Source = "systemctl show", Reason = reason, Remedy = remedy }]);
}
