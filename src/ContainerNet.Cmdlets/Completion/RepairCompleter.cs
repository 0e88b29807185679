using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the identifiers of repairs in the journal, with what they did.</summary>
public class RepairCompleter : WordCompleter
{
    private protected sealed override IEnumerable<(string Name, string Meaning)> Words
    {
        get
        {
            try
            {
                return new RepairRunner(new LinuxHost()).History().Where(IsOffered).Select(r => (r.Id, Display.Line(string.Create(
                    CultureInfo.CurrentCulture, $"{r.At?.LocalDateTime:g} {r.Code} {r.Subject}: {r.Status}")))).ToList();
            }
            catch (ContainerNetException)
            {
                // A completer has no place to report to; the command itself will say what is wrong.
                return [];
            }
        }
    }

    private protected virtual bool IsOffered(RepairResult repair) => true;
}
