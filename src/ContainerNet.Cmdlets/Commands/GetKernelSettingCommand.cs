using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows kernel settings (sysctls): the value now, the file that wins, and those that it overrules.</summary>
[Cmdlet(VerbsCommon.Get, "KernelSetting")]
[OutputType(typeof(KernelSetting))]
public sealed class GetKernelSettingCommand : SnapshotCommand
{
    /// <summary>The settings, with dots as in net.ipv4.ip_forward; wildcards are allowed. Without it, those that matter
    /// for containers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[]? Name { get; set; }

    private protected override FactKinds Needs => FactKinds.Settings;

    private protected override CollectOptions Options => new() { Kinds = Needs, SettingKeys = Name ?? [] };

    private protected override void Process()
    {
        if (Snapshot is null)
        {
            Forget();
        }

        NameFilter names = new(Name);
        foreach (KernelSetting setting in Facts.Settings.Where(s => names.Matches(s.Key)))
        {
            WriteObject(setting);
        }

        WriteMissing("kernel setting", names);
    }
}
