using ContainerNet.Hosting;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes names of schedules.</summary>
public sealed class ScheduleCompleter : WordCompleter
{
    private protected override IEnumerable<(string Name, string Meaning)> Words
    {
        get
        {
            using LinuxHost host = new();
            return ScheduleReader.Names(host).Select(n => (n, "")).ToList();
        }
    }
}
