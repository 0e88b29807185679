using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>The variables that files are filled in with: those of the environment first, then those of files.</summary>
internal sealed class ComposeVariables
{
    private readonly Func<string, string?> _outer;
    private readonly Dictionary<string, string> _values;
    private readonly Template _template;

    private ComposeVariables(Func<string, string?> outer, Dictionary<string, string> values)
    {
        _outer = outer;
        _values = values;
        _template = new Template(n => this[n]);
    }

    /// <summary>The value of a variable; null when it is not set.</summary>
    public string? this[string name] => _outer(name) ?? _values.GetValueOrDefault(name);

    /// <summary>Variables that files asked for, and that are not set.</summary>
    public IEnumerable<string> Missing => _template.Missing;

    /// <summary>Reads the files of variables.</summary>
    /// <param name="host">The host, whose environment goes first.</param>
    /// <param name="directory">The project's folder, in which .env is read where no file is named.</param>
    /// <param name="files">The files that were named; later ones go before earlier ones.</param>
    public static ComposeVariables Read(IHost host, string directory, IReadOnlyList<string> files) => Read(host.Variable, host, directory, files);

    /// <summary>The same variables, and those of a part of the project that has files of its own.</summary>
    public ComposeVariables Inner(IHost host, string directory, IReadOnlyList<string> files) => Read(n => this[n], host, directory, files);

    /// <summary>A tree with variables filled into its values.</summary>
    public YamlNode Fill(YamlNode node) => node switch
    {
        YamlMapping mapping => YamlTree.With(mapping, [.. mapping.Entries.Select(e => YamlTree.With(e, Fill(e.Value)))]),
        YamlSequence sequence => YamlTree.With(sequence, [.. sequence.Items.Select(Fill)]),
        YamlScalar scalar when scalar.Value.Contains('$', StringComparison.Ordinal) => new YamlScalar
        {
            Start = scalar.Start, End = scalar.End, Tag = scalar.Tag, Style = YamlScalarStyle.DoubleQuoted,
            Value = _template.Fill(scalar.Value, scalar.Start),
        },
        _ => node,
    };

    private static ComposeVariables Read(Func<string, string?> outer, IHost host, string directory, IReadOnlyList<string> files)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        string usual = $"{(directory == "/" ? "" : directory)}/.env";
        IReadOnlyList<string> wanted = files.Count > 0 ? files : host.ReadFile(usual).IsRead ? [usual] : [];
        foreach (string file in wanted)
        {
            foreach ((string name, string value) in EnvironmentText.Parse(
                file, YamlText.Read(host, file).ReplaceLineEndings("\n"), n => outer(n) ?? values.GetValueOrDefault(n)))
            {
                values[name] = value;
            }
        }

        return new ComposeVariables(outer, values);
    }
}
