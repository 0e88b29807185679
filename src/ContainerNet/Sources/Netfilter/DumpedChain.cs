namespace ContainerNet.Sources.Netfilter;

/// <summary>A chain as the kernel tells it: its handle, and those of its rules in order.</summary>
internal sealed class DumpedChain
{
    private string _table = "";
    private byte[] _bytes = [];

    private List<long>? _handles;

    /// <summary>Whose rules were not read yet.</summary>
    public DumpedChain(long handle) => Handle = handle;

    /// <summary>Its handle.</summary>
    public long Handle { get; }

    /// <summary>The handles of its rules, in order; null when they were not read.</summary>
    public IReadOnlyList<long>? Handles => _handles;

    /// <summary>Notes that its rules are read now.</summary>
    public void Begin() => _handles = [];

    /// <summary>Adds the next rule.</summary>
    public void Add(long handle) => _handles?.Add(handle);

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
