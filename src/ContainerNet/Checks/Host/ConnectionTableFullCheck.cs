using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// Every connection to a published port takes a place in the kernel's table of tracked connections. Where it is full, a new
/// one takes the place of one that is not assured (nobody answered yet), and where none is near, the kernel drops its first
/// packet (net/netfilter/nf_conntrack_core.c, __nf_conntrack_alloc): what is there goes on, and nothing new gets through.
/// </summary>
internal sealed class ConnectionTableFullCheck : ICheck
{
    private const string MaximumKey = "net.netfilter.nf_conntrack_max";

    internal static readonly FindingDescriptor Full = new(
        "CN1006",
        "The table of tracked connections is full or nearly",
        Severity.Error,
        "{0} of at most {1} connections are tracked: {2}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Full];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        // A maximum of 0 is none.
        if (facts.Engines.Count == 0 || facts.SettingNumber("net.netfilter.nf_conntrack_count") is not { } count
            || facts.SettingNumber(MaximumKey) is not { } maximum || maximum == 0 || count < maximum - (maximum / 10))
        {
            yield break;
        }

        bool full = count >= maximum;
        yield return Full.About(
            "connection tracking", count, maximum,
            full ? "new ones are dropped" : "when all places are taken, new ones are dropped") with
        {
            Severity = full ? Severity.Error : Severity.Warning,
            Evidence = [.. Evidence(facts, count, maximum)],
            Remedy = $"sysctl -w {MaximumKey}={2 * maximum}\necho '{MaximumKey} = {2 * maximum}' >> /etc/sysctl.d/zz-containernet.conf\n"
                + "echo nf_conntrack > /etc/modules-load.d/nf_conntrack.conf, without which the setting is not there yet at boot\n"
                + "Who holds them: conntrack -L | grep -o 'src=[^ ]*' | sort | uniq -c | sort -rn | head",
            Repairable = true,
        };
    }

    private static IEnumerable<Evidence> Evidence(Snapshot facts, long count, long maximum)
    {
        yield return Questions.Read("/proc/sys/net/netfilter/nf_conntrack_count", $"{count}");
        yield return Questions.Read("/proc/sys/net/netfilter/nf_conntrack_max", $"{maximum}");
        if (facts.ConnectionCounters is { } counters)
        {
            yield return Questions.Read(
                "/proc/net/stat/nf_conntrack, since boot",
                $"drop {counters.Dropped}, early_drop {counters.EvictedEarly}, insert_failed {counters.InsertFailed}");
        }
    }
}
