namespace ContainerNet.Model.Proxies;

/// <summary>A directive of one configuration file with the places of its words, for who edits the text.</summary>
/// <param name="Words">The name and the arguments.</param>
/// <param name="Source">Where the name stands.</param>
/// <param name="Parent">The block around it in this file; null on the file's own level.</param>
/// <param name="Body">The character behind its opening brace; null where it has no block.</param>
public sealed record ProxyStatement(IReadOnlyList<ProxyWord> Words, SourceLine Source, ProxyStatement? Parent, int? Body)
{
    /// <summary>The name.</summary>
    public string Name => Words[0].Value;

    /// <summary>The arguments.</summary>
    public IEnumerable<ProxyWord> Arguments => Words.Skip(1);

    /// <summary>The first argument; null without any.</summary>
    public ProxyWord? First => Words.Count > 1 ? Words[1] : null;
}
