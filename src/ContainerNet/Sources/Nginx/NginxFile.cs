using System.Text;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>A configuration file, split into directives. They become objects when somebody looks at them: a server is looked at
/// once, and five thousand of them need not stand in memory as objects until the last one was read.</summary>
internal sealed class NginxFile
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly Encoding _encoding;
    private readonly WordPool _pool;
    private readonly NginxEntry[] _entries;
    private readonly WordPlace[] _words;
    private readonly int[] _includes;
    private readonly NginxFile[][] _included;
    private SourceLine? _lastSource;

    /// <summary>A file of which nothing is known but its name.</summary>
    public NginxFile(string path, ProxyProblem? problem = null)
        : this(path, default, Encoding.UTF8, new WordPool(), new NginxBuffers(), problem)
    {
    }

    /// <summary>A file that was parsed.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="text">Its text, without a byte order mark.</param>
    /// <param name="encoding">How its bytes are meant.</param>
    /// <param name="pool">Where strings come from.</param>
    /// <param name="parsed">The places of its directives.</param>
    /// <param name="problem">Why it could not be read to its end.</param>
    public NginxFile(string path, ReadOnlyMemory<byte> text, Encoding encoding, WordPool pool, NginxBuffers parsed, ProxyProblem? problem)
    {
        Path = path;
        Problem = problem;
        _text = text;
        _encoding = encoding;
        _pool = pool;
        _entries = [.. parsed.Entries];
        _words = [.. parsed.Words];
        _includes = [.. parsed.Includes];
        _included = new NginxFile[_includes.Length][];
        Array.Fill(_included, []);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Why it could not be read to its end.</summary>
    public ProxyProblem? Problem { get; }

    /// <summary>How many directives there are in it, those in blocks among them.</summary>
    public int Count => _entries.Length;

    /// <summary>Are there directives in it that stand for other files?</summary>
    public bool HasIncludes => _includes.Length > 0;

    /// <summary>The directives outside of all blocks, up to where it could be read.</summary>
    public IReadOnlyList<NginxDirective> Directives => Between(0, Count);

    /// <summary>The directives that stand for other files: those that nginx would follow.</summary>
    public IEnumerable<NginxDirective> Includes => _includes.Select(i => new NginxDirective(this, i));

    /// <summary>A directive by its number.</summary>
    public NginxEntry this[int entry] => _entries[entry];

    /// <summary>The number of the directive behind one and its block.</summary>
    public int After(int entry) => Math.Max(_entries[entry].End, entry + 1);

    /// <summary>How many directives there are between two numbers, without those in their blocks.</summary>
    public int CountBetween(int first, int end)
    {
        int count = 0;
        for (int entry = first; entry < end; entry = After(entry))
        {
            count++;
        }

        return count;
    }

    /// <summary>The directives between two numbers, without those in their blocks.</summary>
    public IReadOnlyList<NginxDirective> Between(int first, int end)
    {
        List<NginxDirective> found = [];
        for (int entry = first; entry < end; entry = After(entry))
        {
            found.Add(new NginxDirective(this, entry));
        }

        return found;
    }

    /// <summary>The files that an `include` stands for, once they are read; null for any other directive.</summary>
    public IReadOnlyList<NginxFile>? Included(int entry) =>
        _includes.Length > 0 && Array.BinarySearch(_includes, entry) is int index and >= 0 ? _included[index] : null;

    /// <summary>Takes the files that an `include` stands for.</summary>
    public void Include(int entry, NginxFile[] files) => _included[Array.BinarySearch(_includes, entry)] = files;

    /// <summary>Where a directive stands. Those of a line share it.</summary>
    public SourceLine Source(int entry)
    {
        SourceLine? last = _lastSource;
        if (last?.Line != _entries[entry].Line)
        {
            _lastSource = last = new SourceLine(Path, _entries[entry].Line);
        }

        return last;
    }

    /// <summary>The name of a directive.</summary>
    public NginxName Name(int entry) => _pool.Name(Bytes(_entries[entry].FirstWord), _encoding);

    /// <summary>A word as nginx takes it.</summary>
    public string Word(int word) => WordText.Value(Bytes(word), _encoding, _pool);

    /// <summary>A word as it was written, or a script.</summary>
    public string Written(int word) => _encoding.GetString(Bytes(word));

    private ReadOnlySpan<byte> Bytes(int word) => _text.Span.Slice(_words[word].Start, _words[word].Length);
}
