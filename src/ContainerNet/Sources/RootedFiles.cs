using ContainerNet.Hosting;

namespace ContainerNet.Sources;

/// <summary>
/// Files of a place whose root is a folder of the host, such as /proc/PID/root. Links are followed here and not by the kernel,
/// because an absolute link means a file of that place, and the kernel would take it for one of the host.
/// </summary>
internal sealed class RootedFiles(IHost host, string root)
{
    /// <summary>As many links as the kernel follows in one path (path_resolution(7)).</summary>
    private const int LinkLimit = 40;

    private readonly string _root = root.TrimEnd('/');
    private readonly Dictionary<string, string?> _folders = [];

    private static FileReading TooManyLinks =>
        new() { Status = FileStatus.Absent, Error = "Too many levels of symbolic links" };

    /// <summary>The path of a file of the place with all links followed; null when it has too many of them.</summary>
    public string? Real(string path) => Walk("", path, new Budget());

    /// <summary>Reads a file of the place.</summary>
    public FileReading Read(string path) => Resolve(path) is string real ? host.ReadFile(_root + real) : TooManyLinks;

    /// <summary>Reads the end of a file of the place.</summary>
    public FileReading ReadEnd(string path, int limit) =>
        Resolve(path) is string real ? host.ReadEnd(_root + real, limit) : TooManyLinks;

    /// <summary>When a file of the place was last changed; null when it is not there.</summary>
    public DateTimeOffset? ModifiedAt(string path) => Resolve(path) is string real ? host.ModifiedAt(_root + real) : null;

    /// <summary>The names in a folder of the place; null when it is not there or not readable.</summary>
    public IReadOnlyList<string>? List(string folder) =>
        Resolve(folder) is string real ? host.ListDirectory(real.Length == 0 ? _root + "/" : _root + real) : null;

    /// <summary>The path without links, "" for the root itself; null when it has too many of them.</summary>
    private string? Resolve(string path)
    {
        // The host's own files need no help.
        if (_root.Length == 0)
        {
            return path;
        }

        int slash = path.LastIndexOf('/');
        string folder = slash > 0 ? path[..slash] : "";
        if (!_folders.TryGetValue(folder, out string? real))
        {
            real = Walk("", folder, new Budget());
            _folders.Add(folder, real);
        }

        return real is null ? null : Walk(real, path[(slash + 1)..], new Budget());
    }

    private string? Walk(string at, string path, Budget budget)
    {
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "." or "..")
            {
                at = part == ".." && at.Length > 0 ? at[..at.LastIndexOf('/')] : at;
                continue;
            }

            string next = $"{at}/{part}";
            if (host.ReadLink(_root + next) is not string target)
            {
                at = next;
                continue;
            }

            if (++budget.Links > LinkLimit || Walk(target.StartsWith('/') ? "" : at, target, budget) is not string real)
            {
                return null;
            }

            at = real;
        }

        return at;
    }

    private sealed class Budget
    {
        public int Links { get; set; }
    }
}
