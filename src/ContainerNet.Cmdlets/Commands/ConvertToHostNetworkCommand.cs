using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs.HostNetwork;
using ContainerNet.Repairs.Running;

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
            Restore(host, converter.PlanBack(files, variables, Profile));
            return;
        }

        // Which ports are wanted is told by a first plan, without the host: only behind those is looked for processes.
        _wanted = converter.Plan(files, variables, Profile, null).Ports;
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
            Write(host, plan, files[0]);
        }
    }

    private void Write(LinuxHost host, HostNetworkPlan plan, string first)
    {
        if (plan.Files.Count == 0)
        {
            WriteWarning($"Nothing has to be changed: no service of {first} is on a bridge.");
        }

        bool writes = plan.Files.Count > 0 && (InPlace || OutDirectory is not null);
        if (writes && ShouldProcess(
            string.Join(", ", plan.Files.Select(f => f.Path)), OutDirectory is null ? "Move to the host's network" : $"Write to {OutDirectory}"))
        {
            if (OutDirectory is null)
            {
                WriteHere(host, plan.Files);
            }
            else
            {
                WriteThere(host, plan.Files, GetUnresolvedProviderPathFromPSPath(OutDirectory), System.IO.Path.GetDirectoryName(first)!);
            }
        }

        foreach (ConvertedFile file in plan.Files)
        {
            WriteObject(file);
        }
    }

    private void WriteThere(LinuxHost host, IReadOnlyList<ConvertedFile> files, string folder, string root)
    {
        (string Target, ConvertedFile File)[] writes = [.. files.Select(f => (System.IO.Path.Combine(folder, RelativeTo(root, f.Path)), f))];
        if (writes.FirstOrDefault(w => files.Any(f => f.Path == w.Target)).Target is { } original)
        {
            throw new ContainerNetException(Problem.RepairConflict, original, $"{original} is an original. -InPlace writes there, and keeps it.");
        }

        foreach ((string target, ConvertedFile file) in writes)
        {
            PutFile(host, target, file.After, file.Path);
        }
    }

    /// <summary>All originals are kept before the first file is changed, so that there is a way back from a kill at any moment; from a file
    /// that cannot be written we go back ourselves.</summary>
    private void WriteHere(LinuxHost host, IReadOnlyList<ConvertedFile> files)
    {
        if (files.Select(f => HostNetworkConverter.OriginalOf(f.Path)).FirstOrDefault(File.Exists) is { } earlier)
        {
            throw new ContainerNetException(
                Problem.RepairConflict, earlier, $"{earlier} is the original of an earlier conversion. Go back with -Undo first, or put it elsewhere.");
        }

        List<ConvertedFile> kept = [];
        List<ConvertedFile> written = [];
        try
        {
            foreach (ConvertedFile file in files)
            {
                PutFile(host, HostNetworkConverter.OriginalOf(file.Path), file.Before, file.Path);
                kept.Add(file);
            }

            foreach (ConvertedFile file in files)
            {
                PutFile(host, file.Path, file.After, HostNetworkConverter.OriginalOf(file.Path));
                written.Add(file);
            }
        }
        catch (ContainerNetException)
        {
            written.ForEach(f => PutFile(host, f.Path, f.Before, HostNetworkConverter.OriginalOf(f.Path)));
            kept.ForEach(f => new LinuxChanges(host).RemoveFile(HostNetworkConverter.OriginalOf(f.Path)));
            throw;
        }
    }

    private void Restore(LinuxHost host, IReadOnlyList<ConvertedFile> files)
    {
        if (!ShouldProcess(string.Join(", ", files.Select(f => f.Path)), "Move back to bridges"))
        {
            return;
        }

        foreach (ConvertedFile file in files)
        {
            PutFile(host, file.Path, file.After, HostNetworkConverter.OriginalOf(file.Path));
        }

        foreach (ConvertedFile file in files)
        {
            new LinuxChanges(host).RemoveFile(HostNetworkConverter.OriginalOf(file.Path));
            WriteObject(file);
        }
    }

    /// <summary>Files outside the project's folder keep their name only.</summary>
    private static string RelativeTo(string root, string file)
    {
        string relative = System.IO.Path.GetRelativePath(root, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? System.IO.Path.GetFileName(file) : relative;
    }

    /// <summary>Writes a file whole or not at all, with the mode and owner of another. A container that runs goes on with the old file until it is
    /// made anew, as a move between networks needs anyway.</summary>
    private void PutFile(LinuxHost host, string path, string text, string like)
    {
        new LinuxChanges(host).WriteFile(path, text, OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(like));
        if (host.IsRoot)
        {
            CommandLine owner = CommandLine.Of(["chown", $"--reference={like}", "--", path]);
            CommandResult result = Await(Task.Run(() => host.RunAsync(owner, StopToken)), "Writing files", new LatestStatus(path));
            if (result.ExitCode != 0)
            {
                WriteWarning(Display.Clean($"The owner of {path} was not set: {result.Error.Trim()}"));
            }
        }
    }
}
