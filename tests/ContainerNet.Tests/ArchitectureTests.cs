using System.Text.RegularExpressions;

namespace ContainerNet;

/// <summary>Dependencies point one way, and only few folders may touch the outside world.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>Folder of the core, and the folders that it may use. What is missing here is forbidden.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Model"] = [],
        ["Findings"] = ["Model"],
        ["Paths"] = ["Model"],
        ["Checks"] = ["Model", "Findings", "Paths"],
        ["Comparing"] = ["Model", "Findings", "Paths", "Checks"],
        ["Metrics"] = ["Model", "Findings", "Paths", "Checks"],
        ["Interop"] = [],
        ["Hosting"] = ["Interop"],
        ["Sources"] = ["Model", "Hosting"],
        ["Collection"] = ["Model", "Findings", "Paths", "Checks", "Hosting", "Sources", "Repairs"],
        ["Probes"] = ["Model", "Findings", "Paths", "Hosting", "Interop", "Sources"],
        ["Tracing"] = ["Model", "Paths", "Hosting", "Interop", "Sources", "Probes"],
        ["Watching"] = ["Model", "Findings", "Checks", "Hosting", "Interop", "Sources", "Collection", "Tracing"],
        ["Repairs"] = ["Model", "Findings", "Paths", "Checks", "Hosting", "Interop"],
    };

    /// <summary>Folders that do input and output themselves; all others are pure or go through IHost.</summary>
    private static readonly string[] s_outside = ["Hosting", "Interop", "Probes", "Tracing", "Watching", "Repairs/Running"];

    public static TheoryData<string> CoreFiles()
    {
        TheoryData<string> files = [];
        string core = Repository.Path("src", "ContainerNet");
        foreach (string file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories).Order())
        {
            string relative = Path.GetRelativePath(core, file);
            if (!relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal))
            {
                files.Add(relative);
            }
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void CoreFile_HasTheNamespaceOfItsFolder(string file)
    {
        Match match = NamespaceLine().Match(Text(file));
        Assert.True(match.Success, $"{file} has no file-scoped namespace");
        string folder = Path.GetDirectoryName(file)!.Replace('/', '.');
        Assert.Equal(folder.Length == 0 ? "ContainerNet" : $"ContainerNet.{folder}", match.Groups[1].Value);
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void CoreFile_UsesOnlyFoldersBelowIt(string file)
    {
        string own = file.Split('/')[0];
        Assert.True(s_mayUse.ContainsKey(own), $"{own} is not in the table of folders");
        foreach (Match match in UsingLine().Matches(Text(file)))
        {
            string used = match.Groups[1].Value;
            Assert.True(used == own || s_mayUse[own].Contains(used), $"{file} must not use {used}");
        }
    }

    [Theory]
    [MemberData(nameof(CoreFiles))]
    public void CoreFile_OutsideTheIoFolders_TouchesNothing(string file)
    {
        if (s_outside.Any(o => file.StartsWith(o + "/", StringComparison.Ordinal)) || file == "Collection/SnapshotFile.cs")
        {
            return;
        }

        Match match = OutsideWorld().Match(Text(file));
        Assert.False(match.Success, $"{file} touches the outside world: {match.Value}");
    }

    private static string Text(string file) => File.ReadAllText(Repository.Path("src", "ContainerNet", file));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?ContainerNet\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"(?<![\w.])(?:System\.IO\.)?(?:File|Directory|Process|Console|Environment)\.[A-Z]\w+\(|new Socket\(|DateTime(?:Offset)?\.(?:Utc)?Now")]
    private static partial Regex OutsideWorld();
}
