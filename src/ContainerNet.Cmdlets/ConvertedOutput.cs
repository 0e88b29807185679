using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets;

/// <summary>Writes files that a cmdlet converted: nowhere, into a folder, or in their places with the originals kept.</summary>
internal static class ConvertedOutput
{
    /// <summary>Writes them where that is wanted and confirmed, and shows them in any case.</summary>
    /// <param name="cmdlet">Who asks.</param>
    /// <param name="host">The host.</param>
    /// <param name="files">The files.</param>
    /// <param name="inPlace">Are they written in their places?</param>
    /// <param name="folder">The folder that they are written into; null for none.</param>
    /// <param name="root">The folder that they are told from, which is that folder there.</param>
    /// <param name="action">What writing them in their places does.</param>
    public static void Write(PSCmdlet cmdlet, IHost host, IReadOnlyList<ConvertedFile> files, bool inPlace, string? folder, string root, string action)
    {
        bool writes = files.Count > 0 && (inPlace || folder is not null);
        if (writes && cmdlet.ShouldProcess(string.Join(", ", files.Select(f => f.Path)), folder is null ? action : $"Write to {folder}"))
        {
            if (folder is null)
            {
                new ConvertedFiles(host).WriteInPlace(files);
            }
            else
            {
                new ConvertedFiles(host).WriteBelow(files, cmdlet.GetUnresolvedProviderPathFromPSPath(folder), root);
            }
        }

        cmdlet.WriteObject(files, enumerateCollection: true);
    }

    /// <summary>Puts originals back.</summary>
    public static void Restore(PSCmdlet cmdlet, IHost host, IReadOnlyList<ConvertedFile> files, string action)
    {
        if (cmdlet.ShouldProcess(string.Join(", ", files.Select(f => f.Path)), action))
        {
            new ConvertedFiles(host).Restore(files);
            cmdlet.WriteObject(files, enumerateCollection: true);
        }
    }
}
