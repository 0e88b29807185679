using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Sysctl;

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

    private protected override void Process()
    {
        NameFilter names = new(Name);
        IEnumerable<KernelSetting> settings = Snapshot is null ? ReadNow() : Facts.Settings;
        foreach (KernelSetting setting in settings.Where(s => Exists(s) && names.Matches(s.Key)))
        {
            WriteObject(setting);
        }

        WriteMissing("kernel setting", names);
    }

    /// <summary>Any setting may be asked for, while a snapshot holds those that matter for containers.</summary>
    private IReadOnlyList<KernelSetting> ReadNow()
    {
        using LinuxHost host = new();
        IReadOnlyCollection<string> keys = Name is null
            ? ContainerSettings.HostKeys
            : Name.SelectMany(n => SettingKeys.Expand(host, n)).Distinct(StringComparer.Ordinal).ToList();
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(host, keys);
        WriteGaps(reading.Gaps);
        return reading.Value;
    }

    /// <summary>A key that neither the kernel nor a file knows is a typing error.</summary>
    private static bool Exists(KernelSetting setting) => setting.Value is not null || setting.Assignments.Count > 0;
}
