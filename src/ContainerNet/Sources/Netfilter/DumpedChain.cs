namespace ContainerNet.Sources.Netfilter;

/// <summary>A chain as the kernel tells it: its handle, and those of its rules in order.</summary>
internal sealed class DumpedChain
{
    private string _table = "";
    private byte[] _bytes = [];

    /// <summary>An empty one.</summary>
    public DumpedChain(string name, long handle)
    {
        Name = name;
        Handle = handle;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its handle.</summary>
    public long Handle { get; }

    /// <summary>The handles of its rules, in order.</summary>
    public List<long> Handles { get; } = [];

    /// <summary>Keeps the name as the kernel writes it, to tell quickly whether the next rule is of this chain.</summary>
    public void Remember(string table, ReadOnlySpan<byte> name)
    {
        _table = table;
        _bytes = name.ToArray();
    }

    /// <summary>Is it the chain of this name?</summary>
    public bool Is(string table, ReadOnlySpan<byte> name) =>
        ReferenceEquals(_table, table) && name.SequenceEqual(_bytes);
}
