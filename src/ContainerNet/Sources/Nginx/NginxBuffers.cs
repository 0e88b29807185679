namespace ContainerNet.Sources.Nginx;

/// <summary>What a parser collects in, used again for the next file. Not for several threads at once.</summary>
internal sealed class NginxBuffers
{
    /// <summary>The directives of the file, those of a block behind the block.</summary>
    public List<NginxEntry> Entries { get; } = [];

    /// <summary>The words of all directives.</summary>
    public List<WordPlace> Words { get; } = [];

    /// <summary>The numbers of the entries that are an `include`.</summary>
    public List<int> Includes { get; } = [];

    /// <summary>The numbers of the entries whose blocks are not closed yet.</summary>
    public Stack<int> Open { get; } = [];

    /// <summary>Makes them empty.</summary>
    public void Clear()
    {
        Entries.Clear();
        Words.Clear();
        Includes.Clear();
        Open.Clear();
    }
}
