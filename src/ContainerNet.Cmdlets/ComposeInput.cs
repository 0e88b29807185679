using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Compose;

namespace ContainerNet.Cmdlets;

/// <summary>Reads the compose files that a cmdlet was given, and warns of what compose would warn of.</summary>
internal static class ComposeInput
{
    /// <summary>The project.</summary>
    public static ComposeProject Read(
        PSCmdlet cmdlet, IHost host, IReadOnlyList<string> files, IReadOnlyList<string> environmentFiles, IReadOnlyList<string> profiles)
    {
        ComposeProject project = ComposeReader.Read(host, YamlModule.Reader, new ComposeOptions
        {
            Files = [.. files.Select(cmdlet.GetUnresolvedProviderPathFromPSPath)],
            EnvironmentFiles = [.. environmentFiles.Select(cmdlet.GetUnresolvedProviderPathFromPSPath)],
            Profiles = profiles,
        });
        foreach (string warning in project.Warnings)
        {
            cmdlet.WriteWarning(Display.Clean(warning));
        }

        foreach (YamlScalar key in project.UnknownKeys)
        {
            cmdlet.WriteWarning(Display.Clean(
                $"{key.Start}: the key '{key.Value}' is not known here; docker compose refuses keys that it does not know."));
        }

        return project;
    }
}
