using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows whether the host forwards packets: now, after the next boot, and which file says so.</summary>
[Cmdlet(VerbsCommon.Get, "IpForward")]
[OutputType(typeof(IpForward))]
public sealed class GetIpForwardCommand : SnapshotCommand
{
    private const string MainSwitch = "all";

    /// <summary>The interfaces; "all" is the main switch of a family; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string[]? Interface { get; set; }

    /// <summary>IPv4, IPv6 or both.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Family")]
    public AddressFamily[]? AddressFamily { get; set; }

    /// <summary>Persistent shows only what a file sets for the next boot; Active, the default, what the kernel does now.</summary>
    [Parameter]
    public PolicyStore PolicyStore { get; set; }

    /// <summary>Every interface, also those that do as their family's main switch does.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.Settings | FactKinds.Links;

    private protected override void Process()
    {
        NameFilter interfaces = new(Interface);
        List<IpForward> answers = IpForwards.Of(Facts)
            .Where(f => AddressFamily is null || AddressFamily.Length == 0 || AddressFamily.Contains(f.Family))
            .ToList();
        foreach (IpForward answer in answers.Where(f => interfaces.Matches(f.Interface)))
        {
            bool wanted = PolicyStore == PolicyStore.Persistent
                ? answer.Persistent != Forwarding.Unknown || answer.PersistentBySysctl != Forwarding.Unknown
                : All || !interfaces.IsEmpty || Stands(answer, answers);
            if (wanted)
            {
                WriteObject(answer);
            }
        }

        WriteMissing("interface", interfaces);
    }

    /// <summary>Is it a main switch, or an interface that goes its own way? A host with a hundred containers has two hundred
    /// interfaces that say nothing new.</summary>
    private static bool Stands(IpForward answer, List<IpForward> answers) =>
        answer.Interface == MainSwitch
        || answers.Find(m => m.Family == answer.Family && m.Interface == MainSwitch)?.Forwarding != answer.Forwarding;
}
