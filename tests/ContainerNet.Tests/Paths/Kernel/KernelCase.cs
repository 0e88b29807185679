namespace ContainerNet.Paths.Kernel;

/// <summary>Rules and a packet that once fared otherwise than predicted, and what the kernel did with it: NAME.txt in
/// Fixtures/paths/kernel, beside NAME.json with what the tools print of these rules.</summary>
internal sealed class KernelCase
{
    private const string Mark = "== ";

    private KernelCase(string name) => Name = name;

    public string Name { get; }

    /// <summary>Why it is kept.</summary>
    public List<string> Why { get; } = [];

    public List<RuleText> Rules { get; } = [];

    /// <summary>As PacketText reads it.</summary>
    public string Packet { get; private set; } = "";

    /// <summary>The steps that the kernel told.</summary>
    public List<string> Steps { get; private set; } = [];

    private static string Folder => Repository.Path("tests", "Fixtures", "paths", "kernel");

    public string Recording => Path.Combine(Folder, Name + ".json");

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    public static KernelCase Read(string name)
    {
        KernelCase kept = new(name);
        string part = "";
        List<string> lines = [];
        foreach (string line in File.ReadAllLines(Path.Combine(Folder, name + ".txt")).Append(Mark + "end"))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                kept.Take(part, lines);
                part = line[Mark.Length..];
                lines = [];
            }
            else
            {
                lines.Add(line);
            }
        }

        return kept;
    }

    /// <summary>Writes it again with other steps.</summary>
    public void Write(IReadOnlyList<string> steps) => File.WriteAllLines(
        Path.Combine(Folder, Name + ".txt"),
        [.. Why, .. Rules.SelectMany(text => text.Lines.Prepend(Mark + string.Join(' ', text.Tool))), Mark + "packet", Packet, Mark + "kernel", .. steps]);

    private void Take(string part, List<string> lines)
    {
        switch (part)
        {
            case "":
                Why.AddRange(lines);
                break;
            case "packet":
                Packet = lines[0];
                break;
            case "kernel":
                Steps = lines;
                break;
            default:
                Rules.Add(new RuleText(part.Split(' '), lines));
                break;
        }
    }
}
