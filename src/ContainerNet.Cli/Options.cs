using System.Globalization;
using ContainerNet.Checks;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cli;

/// <summary>The command line. Three verbs with a handful of options are read by hand, which is less code than the set-up of a
/// parser library, and one thing less to load at every start.</summary>
internal sealed record Options
{
    internal Verb Verb { get; init; } = Verb.Diagnose;

    internal bool Json { get; init; }

    internal bool All { get; init; }

    internal IReadOnlyList<string> Containers { get; init; } = [];

    internal IReadOnlyList<int> Ports { get; init; } = [];

    internal string? Engine { get; init; }

    internal string? Snapshot { get; init; }

    internal string? Out { get; init; }

    internal string? Record { get; init; }

    internal bool Redact { get; init; }

    internal bool DryRun { get; init; }

    internal bool Journal { get; init; }

    internal SchedulePolicy Policy { get; init; } = SchedulePolicy.Repair;

    internal IReadOnlyList<string> Codes { get; init; } = [];

    internal int? MostPerHour { get; init; }

    internal TimeSpan Settle { get; init; }

    internal static Options Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            throw new UsageException("a verb is missing.");
        }

        Options options = arguments[0] switch
        {
            "diagnose" => new Options { Verb = Verb.Diagnose },
            "repair" => new Options { Verb = Verb.Repair },
            "snapshot" => new Options { Verb = Verb.Snapshot },
            "help" or "--help" or "-h" => new Options { Verb = Verb.Help },
            "--version" => new Options { Verb = Verb.Version },
            string other => throw new UsageException($"there is no verb '{other}'."),
        };

        for (int index = 1; index < arguments.Count; index++)
        {
            (string name, string? value) = Split(arguments[index]);
            if (TakesValue(options.Verb, name))
            {
                if (value is null && ++index >= arguments.Count)
                {
                    throw new UsageException($"{name} needs a value.");
                }

                options = options.With(name, value ?? arguments[index]);
            }
            else
            {
                options = value is null
                    ? options.With(name)
                    : throw new UsageException($"'{name}' takes no value, or is no option of this verb.");
            }
        }

        return options;
    }

    private static (string Name, string? Value) Split(string word)
    {
        int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private static bool TakesValue(Verb verb, string name) => (verb, name) switch
    {
        (Verb.Diagnose, "--container" or "--port" or "--engine" or "--snapshot") => true,
        (Verb.Repair, "--policy" or "--code" or "--most-per-hour" or "--settle" or "--engine") => true,
        (Verb.Snapshot, "--out" or "--engine" or "--record") => true,
        _ => false,
    };

    private Options With(string name) => (Verb, name) switch
    {
        (_, "--help" or "-h") => this with { Verb = Verb.Help },
        (Verb.Diagnose, "--json") => this with { Json = true },
        (Verb.Diagnose, "--all") => this with { All = true },
        (Verb.Snapshot, "--redact") => this with { Redact = true },
        (Verb.Repair, "--dry-run") => this with { DryRun = true },
        (Verb.Repair, "--journal") => this with { Journal = true },
        (Verb.Help or Verb.Version, _) => this,
        _ => throw new UsageException($"'{name}' is no option of this verb."),
    };

    private Options With(string name, string value) => name switch
    {
        "--container" => this with { Containers = [.. Containers, value] },
        "--port" => this with { Ports = [.. Ports, PortOf(value)] },
        "--engine" => this with { Engine = value },
        "--snapshot" => this with { Snapshot = value },
        "--policy" => this with { Policy = PolicyOf(value) },
        "--code" => this with { Codes = [.. Codes, .. CodesOf(value)] },
        "--most-per-hour" => this with { MostPerHour = NumberOf(value, 1, 60) },
        "--settle" => this with { Settle = TimeSpan.FromSeconds(NumberOf(value, 0, 240)) },
        "--record" => this with { Record = value },
        _ => this with { Out = value },
    };

    private static SchedulePolicy PolicyOf(string text) => text switch
    {
        "report" => SchedulePolicy.Report,
        "repair" => SchedulePolicy.Repair,
        _ => throw new UsageException($"'{text}' is no policy: report, repair."),
    };

    /// <summary>A code that nobody knows would mend nothing, and nobody would notice.</summary>
    private static IEnumerable<string> CodesOf(string text) => text.Split(',').Select(c =>
        CheckCatalog.Descriptors.Any(d => d.Code == c) ? c : throw new UsageException($"'{c}' is no code of a finding."));

    private static int NumberOf(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException($"'{text}' is no number from {least} to {most}.");

    private static int PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? port
            : throw new UsageException($"'{text}' is no port (1 to 65535).");
}
