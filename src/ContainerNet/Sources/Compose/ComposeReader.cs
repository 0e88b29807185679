using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Reads compose files as `docker compose config` understands them. Nothing is run, and no engine is asked.</summary>
public static class ComposeReader
{
    /// <summary>Reads a project.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable with file, line and column where compose would refuse the files too;
    /// TargetNotFound, PermissionDenied for files.</exception>
    public static ComposeProject Read(IHost host, IYamlReader yaml, ComposeOptions options)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Files.Count == 0)
        {
            throw new ContainerNetException(Problem.TargetNotFound, "compose.yaml", "No compose file was named.");
        }

        string[] files = [.. options.Files.Select(f => VolumeText.PathIn("", f))];
        string directory = DirectoryOf(files[0]);
        ComposeVariables variables = ComposeVariables.Read(host, directory, options.EnvironmentFiles);
        ComposeFiles loader = new(host, yaml);
        List<ComposeSource> sources = [];
        YamlMapping tree = loader.Load(files, directory, variables, sources);
        if (tree.Entries.Count == 0)
        {
            throw YamlText.Fault(new YamlPlace(files[0], 1, 1, 0), "there is nothing in it");
        }

        IReadOnlyList<string> profiles = options.Profiles.Count > 0 ? options.Profiles
            : [.. (variables["COMPOSE_PROFILES"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        ComposeProject project = new ProjectBuilder(directory, profiles).Build(
            tree, options.ProjectName ?? variables["COMPOSE_PROJECT_NAME"], sources);
        return project with
        {
            Warnings = [.. Forgotten(host, files), .. variables.Missing.Order(StringComparer.Ordinal).Select(n => $"The variable {n} is not set, and stands for an empty text."),
                .. project.Warnings],
        };
    }

    /// <summary>A file that compose lays over this one by itself, unless files are named to it as well.</summary>
    private static IEnumerable<string> Forgotten(IHost host, string[] files)
    {
        int dot = files[0].LastIndexOf('.');
        string name = files[0][(files[0].LastIndexOf('/') + 1)..];
        return files.Length > 1 || name is not ("compose.yaml" or "compose.yml" or "docker-compose.yml" or "docker-compose.yaml") ? []
            : ((string[])[$"{files[0][..dot]}.override.yml", $"{files[0][..dot]}.override.yaml"]).Where(f => host.ReadFile(f).IsRead).Take(1)
                .Select(f => $"{f} was not read: docker compose lays it over {name} where no file is named to it. Name both.");
    }

    /// <summary>The folder of a file with an absolute path.</summary>
    internal static string DirectoryOf(string file) => file.LastIndexOf('/') is > 0 and int slash ? file[..slash] : "/";
}
