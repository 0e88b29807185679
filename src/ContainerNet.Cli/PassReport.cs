using System.Globalization;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cli;

/// <summary>Tells of a pass: to people on standard output, or to the journal of systemd with fields.</summary>
internal sealed class PassReport
{
    private readonly SystemdJournal? _journal;
    private readonly bool _dryRun;

    private PassReport(SystemdJournal? journal, bool dryRun) => (_journal, _dryRun) = (journal, dryRun);

    internal static PassReport For(Options options) => new(options.Journal ? new SystemdJournal() : null, options.DryRun);

    internal void Say(PassEvent kind, string message) => Write(kind, message, []);

    internal void Tell(PassOutcome outcome)
    {
        PassEvent kind = outcome.State switch
        {
            PassState.Found => PassEvent.Found,
            PassState.Repaired => PassEvent.Repaired,
            PassState.Unsupported => PassEvent.Unsupported,
            PassState.Stopped => PassEvent.Stopped,
            _ => PassEvent.Failed,
        };
        List<KeyValuePair<string, string>> fields =
        [
            new("CONTAINERNET_CODE", outcome.Finding.Code),
            new("CONTAINERNET_SUBJECT", outcome.Finding.Subject),
        ];
        if (outcome.Result is { Id.Length: > 0 } result)
        {
            fields.Add(new("CONTAINERNET_REPAIR_ID", result.Id));
        }

        if (outcome.Plan is { } plan)
        {
            fields.Add(new("CONTAINERNET_REPAIR", plan.Title));
        }

        Write(kind, $"{outcome.Finding.Code} {outcome.Finding.Subject}: {outcome.Message}", fields);
        if (_journal is null && _dryRun && outcome.Plan is not null)
        {
            Console.Out.WriteLine(TerminalText.Clean(PlanText.Of(outcome.Plan)));
        }
    }

    private void Write(PassEvent kind, string message, List<KeyValuePair<string, string>> fields)
    {
        string clean = TerminalText.Clean(message);
        if (_journal is null)
        {
            Console.Out.WriteLine($"{kind.Status.ToUpperInvariant()} {clean}");
            return;
        }

        bool written = _journal.Write(
        [
            new("MESSAGE", clean),
            new("MESSAGE_ID", kind.Id),
            new("PRIORITY", kind.Priority.ToString(CultureInfo.InvariantCulture)),
            new("SYSLOG_IDENTIFIER", "containernet"),
            new("CONTAINERNET_STATUS", kind.Status),
            .. fields,
        ]);
        if (!written)
        {
            Console.Error.WriteLine($"{kind.Status}: {clean}");
        }
    }
}
