using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>A directive of a configuration file, known or not.</summary>
internal sealed class NginxDirective(SourceLine source, IReadOnlyList<NginxWord> words)
{
    /// <summary>Where its first word stands.</summary>
    public SourceLine Source { get; } = source;

    /// <summary>The name and the arguments.</summary>
    public IReadOnlyList<NginxWord> Words { get; } = words;

    /// <summary>The name.</summary>
    public string Name => Words[0].Value;

    /// <summary>How many arguments it has.</summary>
    public int Count => Words.Count - 1;

    /// <summary>What stands between its braces; null when it has none.</summary>
    public List<NginxDirective>? Block { get; init; }

    /// <summary>What stands between its braces where that is Lua.</summary>
    public string? Script { get; init; }

    /// <summary>The files that an `include` stands for, once they are read.</summary>
    public IReadOnlyList<NginxFile> Included { get; set; } = [];

    /// <summary>Is it an `include` that nginx would follow?</summary>
    public bool IsInclude => Name == "include" && Count == 1 && Block is null;

    /// <summary>An argument, from 0; "" where there is none.</summary>
    public string this[int argument] => argument < Count ? Words[argument + 1].Value : "";

    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            string[] values = Count == 0 ? [] : new string[Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Words[i + 1].Value;
            }

            return values;
        }
    }

    /// <summary>As the model has it.</summary>
    public ProxyDirective ToModel() => new() { Name = Name, Arguments = Arguments, Source = Source };
}
