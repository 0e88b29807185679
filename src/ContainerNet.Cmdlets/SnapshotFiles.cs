using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>Finds and reads files of snapshots.</summary>
internal static class SnapshotFiles
{
    /// <summary>The files that paths with wildcards stand for; a path that stands for none is an error of its own.</summary>
    public static List<string> Resolve(ContainerNetCommand command, IEnumerable<string> paths)
    {
        List<string> files = [];
        foreach (string path in paths)
        {
            string plain = command.GetUnresolvedProviderPathFromPSPath(WildcardPattern.Unescape(path));
            if (File.Exists(plain))
            {
                files.Add(plain);
                continue;
            }

            try
            {
                IEnumerable<string> found = command.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
                List<string> matches = [.. found.Where(f => provider.Name == "FileSystem" && File.Exists(f)).Order(StringComparer.Ordinal)];
                files.AddRange(matches);
                if (matches.Count == 0)
                {
                    command.WriteError(Errors.RecordOf(Missing(path)));
                }
            }
            catch (ItemNotFoundException)
            {
                command.WriteError(Errors.RecordOf(Missing(path)));
            }
        }

        return files;
    }

    /// <summary>Reads one.</summary>
    public static Snapshot Read(string path)
    {
        using LinuxHost host = new();
        return SnapshotJson.Read(host, path);
    }

    private static ContainerNetException Missing(string path) =>
        new(Problem.TargetNotFound, path, $"There is no snapshot file {path}.");
}
