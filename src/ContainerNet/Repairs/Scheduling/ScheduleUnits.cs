using System.Globalization;
using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Scheduling;

/// <summary>The text of a schedule's unit files, and the schedule that such a text holds. Pure.</summary>
public static class ScheduleUnits
{
    /// <summary>Where units of administrators are.</summary>
    public const string Folder = "/etc/systemd/system";

    /// <summary>systemd ignores sections that begin so; ours says that the file is ours, and what was asked for.</summary>
    private const string Section = "[X-ContainerNet]";

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_mostDelay = TimeSpan.FromSeconds(30);

    /// <summary>The path of a service.</summary>
    public static string ServicePath(string name) => $"{Folder}/{name}.service";

    /// <summary>The path of a timer.</summary>
    public static string TimerPath(string name) => $"{Folder}/{name}.timer";

    /// <summary>Refuses what would not stand in a unit file as it is meant: names come from a command line.</summary>
    /// <exception cref="ContainerNetException">Problem.RepairUnsupported.</exception>
    public static void Check(RepairSchedule schedule)
    {
        CheckName(schedule.Name);
        Require(schedule.Code.Count > 0, "code", "A schedule needs at least one code.");
        Require(schedule.Code.All(c => c.Length == 6 && c.All(char.IsAsciiLetterOrDigit)), "code",
            $"{string.Join(", ", schedule.Code)} are not all codes such as CN3001.");
        Require(schedule.Interval >= s_shortest && schedule.Interval <= s_longest, "interval",
            "The interval is between ten seconds and seven days.");
        Require(schedule.MostPerHour is >= 1 and <= 60, "rate", "The same repair may be made 1 to 60 times an hour.");
        foreach (string unit in schedule.After)
        {
            Require(unit.Contains('.', StringComparison.Ordinal) && IsPlain(unit), unit, $"'{unit}' is not the name of a unit.");
        }

        Require(schedule.Program.StartsWith('/') && schedule.Program.Split('/').Skip(1).All(IsPlain), schedule.Program,
            $"'{schedule.Program}' cannot stand in a unit: it takes an absolute path of letters, digits and _ . - only.");
    }

    /// <summary>Refuses a name that is no name of a unit.</summary>
    /// <exception cref="ContainerNetException">Problem.RepairUnsupported.</exception>
    public static void CheckName(string name) => Require(
        IsPlain(name) && name.Length <= 100 && !name.StartsWith('.'), name, $"'{name}' cannot be the name of a unit.");

    /// <summary>The service.</summary>
    public static string Service(RepairSchedule schedule)
    {
        string after = string.Join(' ', schedule.After);
        return $"""
            # Written by Register-ContainerNetRepair; Unregister-ContainerNetRepair removes it.
            [Unit]
            Description=ContainerNet: {(schedule.Policy == SchedulePolicy.Repair ? "repair" : "report")} faults of container networks
            # A start or restart of those pulls this in ([Install]); it begins when they are through.
            After={after}
            # How often it may run is for its own storm guard to say, which tells why.
            StartLimitIntervalSec=0

            [Service]
            Type=oneshot
            ExecStart={Command(schedule)}
            TimeoutStartSec=5min
            {(schedule.Policy == SchedulePolicy.Report ? "# To find a fault is what a report is for, not a failure of the service.\nSuccessExitStatus=1\n" : "")}
            {Hardening(schedule)}

            [Install]
            WantedBy={after}

            {Section}
            {Memory(schedule)}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The timer.</summary>
    public static string Timer(RepairSchedule schedule)
    {
        TimeSpan delay = TimeSpan.FromTicks(Math.Min((schedule.Interval / 10).Ticks, s_mostDelay.Ticks));
        return $"""
            # Written by Register-ContainerNetRepair; Unregister-ContainerNetRepair removes it.
            [Unit]
            Description=ContainerNet: looks at container networks every {Words(schedule.Interval)}

            [Timer]
            OnBootSec=1min
            OnUnitActiveSec={Seconds(schedule.Interval)}
            # A thousand hosts must not look in the same second.
            RandomizedDelaySec={Seconds(delay)}
            AccuracySec=1s

            [Install]
            WantedBy=timers.target

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The schedule of a service's text; null when we did not write it.</summary>
    public static RepairSchedule? Parse(string name, string service)
    {
        int start = service.IndexOf(Section + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        Dictionary<string, string> memory = new(StringComparer.Ordinal);
        foreach (string line in service[(start + Section.Length)..].Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                memory[line[..equals]] = line[(equals + 1)..];
            }
        }

        return Enum.TryParse(memory.GetValueOrDefault("Policy"), out SchedulePolicy policy)
            && int.TryParse(memory.GetValueOrDefault("IntervalSec"), CultureInfo.InvariantCulture, out int seconds)
            && int.TryParse(memory.GetValueOrDefault("MostPerHour"), CultureInfo.InvariantCulture, out int most)
            ? new RepairSchedule
            {
                Name = name,
                Policy = policy,
                Code = List(memory, "Code"),
                Interval = TimeSpan.FromSeconds(seconds),
                MostPerHour = most,
                After = List(memory, "After"),
                Program = memory.GetValueOrDefault("Program") ?? "",
            }
            : null;
    }

    private static string Command(RepairSchedule schedule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{schedule.Program} repair --policy {Word(schedule.Policy)} --code {string.Join(',', schedule.Code)} --settle 30 --most-per-hour {schedule.MostPerHour} --journal");

    private static string Memory(RepairSchedule schedule) => string.Join('\n',
        $"Policy={schedule.Policy}",
        $"Code={string.Join(' ', schedule.Code)}",
        string.Create(CultureInfo.InvariantCulture, $"IntervalSec={schedule.Interval.TotalSeconds:0}"),
        string.Create(CultureInfo.InvariantCulture, $"MostPerHour={schedule.MostPerHour}"),
        $"After={string.Join(' ', schedule.After)}",
        $"Program={schedule.Program}");

    /// <summary>What the program needs, and nothing else. docs/how-to/schedule.md says why each is there.</summary>
    private static string Hardening(RepairSchedule schedule)
    {
        bool repairs = schedule.Policy == SchedulePolicy.Repair;

        // Only repairs of kernel settings write to /proc/sys and /etc/sysctl.d.
        bool settings = repairs && schedule.Code.Any(c => c.StartsWith("CN1", StringComparison.Ordinal));
        StringBuilder text = new();
        text.Append("""
            NoNewPrivileges=yes
            # NET_ADMIN, NET_RAW: rules, links, iptables-legacy. SYS_ADMIN: entering a container's network namespace.
            # SYS_PTRACE, DAC_READ_SEARCH: whose socket and namespace it is, in /proc of other users.
            CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_SYS_ADMIN CAP_SYS_PTRACE CAP_DAC_READ_SEARCH
            ProtectSystem=strict
            # The journal of repairs, and the locks under /run (its own and that of xtables).
            StateDirectory=containernet
            ReadWritePaths=/run

            """);
        text.Append(settings
            ? "# Repairs of kernel settings: run-time value and drop-in.\nReadWritePaths=-/etc/sysctl.d\nProtectKernelTunables=no\n"
            : "ProtectKernelTunables=yes\n");
        text.Append("""
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            LockPersonality=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            RestrictNamespaces=net
            RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6
            # Nothing is ever sent to another machine.
            IPAddressDeny=any
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallErrorNumber=EPERM
            KeyringMode=private
            UMask=0077
            # Not MemoryDenyWriteExecute: a program that was not compiled to native code compiles itself while it runs.
            Environment=DOTNET_EnableDiagnostics=0
            """);
        return text.ToString();
    }

    private static string[] List(Dictionary<string, string> memory, string name) =>
        (memory.GetValueOrDefault(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Word(SchedulePolicy policy) => policy == SchedulePolicy.Repair ? "repair" : "report";

    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)span.TotalSeconds)}s");

    private static string Words(TimeSpan span) => span.TotalMinutes >= 1 && span.Seconds == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min")
        : Seconds(span);

    private static bool IsPlain(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '@') && text is not ("." or "..");

    private static void Require(bool holds, string target, string message)
    {
        if (!holds)
        {
            throw new ContainerNetException(Problem.RepairUnsupported, target, message);
        }
    }
}
