using System.Management.Automation;
using System.Text;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
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

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    private protected override void Process()
    {
        using LinuxHost host = new();
        HostNetworkConverter converter = new(host, YamlModule.Reader);
        string[] files = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)];
        string[] variables = [.. EnvironmentFile.Select(GetUnresolvedProviderPathFromPSPath)];
        if (Undo)
        {
            Restore(converter.PlanBack(files, variables, Profile));
            return;
        }

        HostNetworkPlan plan = converter.Plan(files, variables, Profile, Facts);
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
            Write(plan, files[0]);
        }
    }

    private void Write(HostNetworkPlan plan, string first)
    {
        if (plan.Files.Count == 0)
        {
            WriteWarning($"Nothing has to be changed: no service of {first} is on a bridge.");
        }

        // All originals are kept before the first file is changed, so that there is always a way back.
        List<(string Target, string Text)> writes = [];
        foreach (ConvertedFile file in plan.Files.Where(_ => InPlace))
        {
            writes.Add((HostNetworkConverter.OriginalOf(file.Path), file.Before));
        }

        string root = System.IO.Path.GetDirectoryName(first)!;
        foreach (ConvertedFile file in plan.Files.Where(_ => InPlace || OutDirectory is not null))
        {
            string target = OutDirectory is null ? file.Path : System.IO.Path.Combine(
                GetUnresolvedProviderPathFromPSPath(OutDirectory), RelativeTo(root, file.Path));
            writes.Add((target, file.After));
        }

        if (writes.Count == 0 || ShouldProcess(string.Join(", ", plan.Files.Select(f => f.Path)), OutDirectory is null ? "Move to the host's network" : $"Write to {OutDirectory}"))
        {
            foreach ((string target, string text) in writes)
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                PutFile(target, text);
            }
        }

        foreach (ConvertedFile file in plan.Files)
        {
            WriteObject(file);
        }
    }

    private void Restore(IReadOnlyList<ConvertedFile> files)
    {
        if (!ShouldProcess(string.Join(", ", files.Select(f => f.Path)), "Move back to bridges"))
        {
            return;
        }

        foreach (ConvertedFile file in files)
        {
            PutFile(file.Path, file.After);
        }

        foreach (ConvertedFile file in files)
        {
            File.Delete(HostNetworkConverter.OriginalOf(file.Path));
            WriteObject(file);
        }
    }

    /// <summary>Files outside the project's folder keep their name only.</summary>
    private static string RelativeTo(string root, string file)
    {
        string relative = System.IO.Path.GetRelativePath(root, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? System.IO.Path.GetFileName(file) : relative;
    }

    /// <summary>Whole or not at all, with the mode of what is there. A container that runs goes on with the old file until it is made anew, as
    /// a move between networks needs anyway.</summary>
    private static void PutFile(string path, string text)
    {
        UnixFileMode mode = (UnixFileMode)0x1A4; // 0644
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            mode = File.GetUnixFileMode(path);
        }

        SnapshotFile.Write(path, Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
