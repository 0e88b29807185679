using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using ContainerNet.Repairs.HostNetwork;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Moves a compose project, and the nginx in it, from bridges to the host's network, or back: for hosts whose settings may not be
/// changed.</summary>
[Cmdlet(VerbsData.ConvertTo, "HostNetwork", DefaultParameterSetName = AsDiff, SupportsShouldProcess = true)]
[OutputType(typeof(ConvertedFile))]
public sealed class ConvertToHostNetworkCommand : SnapshotCommand
{
    private const string AsDiff = "Diff";
    private const string ToFolder = "OutDirectory";
    private const string There = "InPlace";
    private const string Back = "Undo";

    private IReadOnlyList<int> _wanted = [];

    /// <summary>The compose files, each laid over those before it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The profiles that are meant.</summary>
    [Parameter]
    public string[] Profile { get; set; } = [];

    /// <summary>Files with variables; without any, .env beside the first compose file.</summary>
    [Parameter]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>Writes the files that change into this folder, and leaves the originals alone.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToFolder)]
    [ValidateNotNullOrEmpty]
    public string? OutDirectory { get; set; }

    /// <summary>Writes the files where they are, and keeps each original beside it as NAME.bridge.</summary>
    [Parameter(Mandatory = true, ParameterSetName = There)]
    public SwitchParameter InPlace { get; set; }

    /// <summary>Puts the originals back that -InPlace kept.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Back)]
    public SwitchParameter Undo { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Listeners | FactKinds.HostListeners;

    private protected override CollectOptions Options => base.Options with { OwnersOf = _wanted };

    private protected override void Process()
    {
        using LinuxHost host = new();
        HostNetworkConverter converter = new(host, YamlModule.Reader);
        string[] files = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)];
        string[] variables = [.. EnvironmentFile.Select(GetUnresolvedProviderPathFromPSPath)];
        if (Undo)
        {
            ConvertedOutput.Restore(this, host, converter.PlanBack(files, variables, Profile), "Move back to bridges");
            return;
        }

        HostNetworkPlan plan = converter.Plan(files, variables, Profile, Look);
        foreach (HostNetworkNote note in plan.Notes)
        {
            WriteWarning(Display.Clean(note));
        }

        foreach (HostNetworkNote obstacle in plan.Obstacles)
        {
            WriteError(Errors.RecordOf(new ContainerNetException(Problem.ConversionImpossible, obstacle.Service, Display.Clean(obstacle))));
        }

        if (plan.Obstacles.Count == 0)
        {
            Write(host, plan, files[0]);
        }
    }

    /// <summary>Only behind the ports that are wanted is looked for processes.</summary>
    private Snapshot Look(IReadOnlyList<int> wanted)
    {
        _wanted = wanted;
        return Facts;
    }

    private void Write(LinuxHost host, HostNetworkPlan plan, string first)
    {
        if (plan.Files.Count == 0)
        {
            WriteWarning($"Nothing has to be changed: no service of {first} is on a bridge.");
        }

        ConvertedOutput.Write(this, host, plan.Files, InPlace, OutDirectory, System.IO.Path.GetDirectoryName(first)!, "Move to the host's network");
    }
}
