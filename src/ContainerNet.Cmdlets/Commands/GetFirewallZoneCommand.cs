using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows firewalld's zones: what is in force, what the files say, and the difference.</summary>
[Cmdlet(VerbsCommon.Get, "FirewallZone")]
[OutputType(typeof(FirewallZone))]
public sealed class GetFirewallZoneCommand : SnapshotCommand
{
    /// <summary>The zones; wildcards are allowed. Without it, those in use: the default zone, those with an interface or
    /// source, and those whose two sides differ.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ZoneCompleter))]
    public string[]? Zone { get; set; }

    /// <summary>Only the zones that exist on that side.</summary>
    [Parameter]
    public PolicyStore? PolicyStore { get; set; }

    /// <summary>Every zone, also those that are not used.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.Firewalld;

    private protected override void Process()
    {
        NameFilter names = new(Zone);
        foreach (FirewallZone zone in Facts.Firewalld?.Zones ?? [])
        {
            if (names.Matches(zone.Name) && ExistsIn(zone) && (All || !names.IsEmpty || IsUsed(zone)))
            {
                WriteObject(zone);
            }
        }

        WriteMissing("zone", names);
    }

    private bool ExistsIn(FirewallZone zone) => PolicyStore switch
    {
        Cmdlets.PolicyStore.Active => zone.Active is not null,
        Cmdlets.PolicyStore.Persistent => zone.Persistent is not null,
        _ => true,
    };

    private static bool IsUsed(FirewallZone zone) =>
        zone.IsDefault || zone.Difference.Count > 0 || IsBound(zone.Active) || IsBound(zone.Persistent);

    private static bool IsBound(ZoneSettings? settings) =>
        settings is not null && (settings.Interfaces.Count > 0 || settings.Sources.Count > 0);
}
