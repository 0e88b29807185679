using System.Runtime.InteropServices;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>A directive of a configuration file, known or not. What it says is read from the file each time it is asked for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NginxDirective
{
    private readonly NginxFile _file;
    private readonly NginxName _name;
    private readonly int _entry;

    /// <summary>The directive of a number.</summary>
    public NginxDirective(NginxFile file, int entry)
    {
        _file = file;
        _entry = entry;
        _name = file.Name(entry);
    }

    /// <summary>The file that it stands in.</summary>
    public NginxFile File => _file;

    /// <summary>Where its first word stands.</summary>
    public SourceLine Source => _file.Source(_entry);

    /// <summary>The name.</summary>
    public string Name => _name.Text;

    /// <summary>What the name says.</summary>
    public NameTraits Traits => _name.Traits;

    /// <summary>How many arguments it has.</summary>
    public int Count => _file[_entry].WordCount - 1;

    /// <summary>The arguments.</summary>
    public string[] Arguments
    {
        get
        {
            string[] values = Count == 0 ? [] : new string[Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = this[i];
            }

            return values;
        }
    }

    /// <summary>An argument, from 0; "" where there is none.</summary>
    public string this[int argument] => argument < Count ? _file.Word(_file[_entry].FirstWord + 1 + argument) : "";

    /// <summary>The name and the arguments, as they were written too.</summary>
    public IEnumerable<NginxWord> Words
    {
        get
        {
            NginxFile file = _file;
            return Enumerable.Range(_file[_entry].FirstWord, Count + 1).Select(w => new NginxWord(file.Word(w), file.Written(w)));
        }
    }

    /// <summary>Does it have braces with directives between them?</summary>
    public bool HasBlock => _file[_entry].End > 0;

    /// <summary>The numbers of the directives between its braces, and of those in their blocks; an empty range where it has no braces.</summary>
    public (int First, int End) Inside => (_entry + 1, Math.Max(_file[_entry].End, _entry + 1));

    /// <summary>What stands between its braces; null when it has none.</summary>
    public IReadOnlyList<NginxDirective>? Block => HasBlock ? _file.Between(Inside.First, Inside.End) : null;

    /// <summary>What stands between its braces where that is Lua.</summary>
    public string? Script => _file[_entry].End == NginxEntry.Lua ? _file.Written(_file[_entry].FirstWord + Count + 1) : null;

    /// <summary>Is one of its arguments, from the second on, that very text?</summary>
    public bool Says(string parameter)
    {
        for (int i = 1; i < Count; i++)
        {
            if (this[i] == parameter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the files that it stands for, where it is an `include`.</summary>
    public void Include(NginxFile[] files) => _file.Include(_entry, files);

    /// <summary>As the model has it.</summary>
    public ProxyDirective ToModel() => new() { Name = Name, Arguments = Arguments, Source = Source };
}
