using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads a configuration file with everything that it includes, each file once.</summary>
internal sealed class NginxFiles
{
    /// <summary>Bytes of all files together. Block lists of some hundred thousand addresses fit.</summary>
    internal const int ByteLimit = 32 * 1024 * 1024;

    private const int FileLimit = 20_000;
    private const int DepthLimit = 100;

    private readonly RootedFiles _files;
    private readonly string _folder;
    private readonly Dictionary<string, NginxFile?> _read = [];
    private readonly HashSet<string> _open = [];
    private readonly WordPool _words = new();
    private readonly NginxBuffers _buffers = new();
    private readonly List<ProxyProblem> _problems = [];
    private readonly List<string> _paths = [];
    private long _bytes;

    private NginxFiles(RootedFiles files, string mainFile)
    {
        _files = files;
        _folder = mainFile[..(mainFile.LastIndexOf('/') + 1)];
        Main = Load(mainFile, new SourceLine(mainFile, 1)) ?? new NginxFile(mainFile);
    }

    /// <summary>The main file; empty when it could not be read.</summary>
    public NginxFile Main { get; }

    /// <summary>The files that were read, in the order of reading.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>What is wrong with them.</summary>
    public IReadOnlyList<ProxyProblem> Problems => _problems;

    /// <summary>Reads a main file.</summary>
    public static NginxFiles Read(RootedFiles files, string mainFile) => new(files, mainFile);

    private NginxFile? Load(string path, SourceLine from)
    {
        if (_open.Contains(path))
        {
            return Report(ProxyProblemKind.Refused, from, $"{path} includes itself");
        }

        if (_read.TryGetValue(path, out NginxFile? known))
        {
            return known;
        }

        if (_read.Count == FileLimit || _open.Count == DepthLimit)
        {
            return Report(ProxyProblemKind.Unread, from, _read.Count == FileLimit
                ? $"more than {FileLimit} files; {path} was not read"
                : $"more than {DepthLimit} files include each other; {path} was not read");
        }

        NginxFile? file = Parse(path, from);
        if (file is not null)
        {
            _paths.Add(path);
            _open.Add(path);
            Follow(file);
            _open.Remove(path);
        }

        _read.Add(path, file);
        return file;
    }

    private NginxFile? Parse(string path, SourceLine from)
    {
        FileReading reading = _files.Read(path);
        if (reading.Status == FileStatus.Absent)
        {
            return Report(ProxyProblemKind.Refused, from, $"{path} is not there");
        }

        if (!reading.IsRead)
        {
            return Report(ProxyProblemKind.Unread, from, ToolText.Clean($"{path} was not read: {reading.Error}"));
        }

        _bytes += reading.Content.Length;
        if (_bytes > ByteLimit)
        {
            _bytes -= reading.Content.Length;
            return Report(ProxyProblemKind.Unread, from, $"more than {ByteLimit >> 20} MiB of configuration; {path} was not read");
        }

        NginxFile file = NginxParser.Parse(path, reading.Content, _words, _buffers);
        if (file.Problem is not null)
        {
            _problems.Add(file.Problem);
        }

        return file;
    }

    private void Follow(NginxFile file)
    {
        foreach (NginxDirective include in file.Includes)
        {
            include.Include([.. Names(include[0]).Select(p => Load(p, include.Source)).OfType<NginxFile>()]);
        }
    }

    /// <summary>The files that an include names. A pattern that matches none is fine, a name without a file is not.</summary>
    private IEnumerable<string> Names(string name)
    {
        string path = name.StartsWith('/') ? name : _folder + name;
        if (path.AsSpan().IndexOfAny('*', '?', '[') < 0)
        {
            return [path];
        }

        List<string> found = [];
        Expand("", path.Split('/', StringSplitOptions.RemoveEmptyEntries), found);
        return found.Order(StringComparer.Ordinal);
    }

    private void Expand(string at, ReadOnlySpan<string> parts, List<string> found)
    {
        string part = parts[0];
        bool last = parts.Length == 1;
        bool isPattern = part.AsSpan().IndexOfAny('*', '?', '[') >= 0;
        if (!isPattern && !last)
        {
            Expand($"{at}/{part}", parts[1..], found);
            return;
        }

        // A name behind a pattern matches only where it is there, as glob(3) has it.
        foreach (string name in _files.List(at) ?? [])
        {
            if ((isPattern ? !Glob.MatchesName(part, name) : name != part) || found.Count == FileLimit)
            {
                continue;
            }

            if (last)
            {
                found.Add($"{at}/{name}");
            }
            else
            {
                Expand($"{at}/{name}", parts[1..], found);
            }
        }
    }

    private NginxFile? Report(ProxyProblemKind kind, SourceLine source, string reason)
    {
        _problems.Add(new ProxyProblem(kind, source, reason));
        return null;
    }
}
