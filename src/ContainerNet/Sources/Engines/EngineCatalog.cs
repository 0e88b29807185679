using System.IO.Enumeration;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Where engines listen: the conventional sockets, every user's, and what the environment names.</summary>
public static class EngineCatalog
{
    private const string UnixScheme = "unix://";

    /// <summary>Sockets that one looks at by convention, in the order of looking.</summary>
    private static readonly EngineSocket[] s_conventional =
    [
        new("docker", EngineKind.Docker, "/run/docker.sock", Rootless: false),
        new("podman", EngineKind.Podman, "/run/podman/podman.sock", Rootless: false),
    ];

    /// <summary>The same below /run/user/UID.</summary>
    private static readonly (EngineKind Kind, string Path)[] s_ofUsers =
    [
        (EngineKind.Docker, "docker.sock"),
        (EngineKind.Podman, "podman/podman.sock"),
    ];

    private static readonly (string Name, EngineKind Kind)[] s_variables =
    [
        ("DOCKER_HOST", EngineKind.Docker),
        ("CONTAINER_HOST", EngineKind.Podman),
    ];

    /// <summary>Every socket that there is, once; a wildcard pattern names the engines wanted.</summary>
    public static IReadOnlyList<EngineSocket> Find(IHost host, string? pattern = null)
    {
        Dictionary<string, EngineSocket> found = new(StringComparer.Ordinal);
        foreach (EngineSocket socket in Named(host).Concat(s_conventional).Concat(OfUsers(host)))
        {
            string path = Real(host, socket.Path);
            if (Exists(host, path))
            {
                found.TryAdd(path, socket with { Path = path });
            }
        }

        return [.. Unambiguous(found.Values)
            .Where(s => pattern is null || FileSystemName.MatchesSimpleExpression(pattern, s.Name, ignoreCase: true))];
    }

    /// <summary>DOCKER_HOST and CONTAINER_HOST that name an engine of another machine, by variable.</summary>
    internal static IEnumerable<string> Elsewhere(IHost host) => s_variables
        .Select(v => v.Name)
        .Where(name => host.Variable(name) is { Length: > 0 } value
            && !value.StartsWith(UnixScheme, StringComparison.Ordinal));

    private static IEnumerable<EngineSocket> Named(IHost host)
    {
        foreach ((string variable, EngineKind kind) in s_variables)
        {
            if (host.Variable(variable) is { } value && value.StartsWith(UnixScheme + "/", StringComparison.Ordinal))
            {
                string path = value[UnixScheme.Length..];
                yield return Conventional(host, path)
                    ?? new EngineSocket(kind == EngineKind.Docker ? "docker" : "podman", kind, path, Rootless: false);
            }
        }
    }

    /// <summary>A socket keeps its usual name when the environment names it too.</summary>
    private static EngineSocket? Conventional(IHost host, string path)
    {
        string real = Real(host, path);
        return s_conventional.Concat(OfUsers(host)).FirstOrDefault(s => s.Path == real);
    }

    private static IEnumerable<EngineSocket> OfUsers(IHost host)
    {
        IReadOnlyList<string> users = host.ListDirectory("/run/user") ?? [];
        if (users.Count == 0)
        {
            yield break;
        }

        Dictionary<string, (string Name, int? Group, string? Home)> known = UserTable.Read(host);
        foreach (string user in users.Order(StringComparer.Ordinal))
        {
            string name = known.TryGetValue(user, out (string Name, int? Group, string? Home) entry) ? entry.Name : user;
            foreach ((EngineKind kind, string path) in s_ofUsers)
            {
                string prefix = kind == EngineKind.Docker ? "docker" : "podman";
                yield return new EngineSocket($"{prefix}:{name}", kind, $"/run/user/{user}/{path}", Rootless: true);
            }
        }
    }

    /// <summary>/var/run is /run, and the docker command of Podman comes with a link to Podman's socket.</summary>
    private static string Real(IHost host, string path)
    {
        string direct = path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;
        return host.ReadLink(direct) is { } target && target.StartsWith('/') ? target : direct;
    }

    private static bool Exists(IHost host, string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (folder is null)
        {
            return false;
        }

        // A folder that may not be listed may hold it: the connection then tells what is wrong.
        IReadOnlyList<string>? names = host.ListDirectory(folder);
        return names is not null
            ? names.Contains(Path.GetFileName(path), StringComparer.Ordinal)
            : host.ReadFile(path).Status == FileStatus.Denied;
    }

    private static IEnumerable<EngineSocket> Unambiguous(IEnumerable<EngineSocket> sockets)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (EngineSocket socket in sockets)
        {
            yield return names.Add(socket.Name) ? socket : socket with { Name = $"{socket.Name}@{socket.Path}" };
        }
    }
}
