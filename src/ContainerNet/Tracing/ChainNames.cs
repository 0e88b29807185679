namespace ContainerNet.Tracing;

/// <summary>Numbers the chains that events name, so that an event needs no strings.</summary>
internal sealed class ChainNames
{
    private readonly List<ChainName> _names = [];

    /// <summary>The chain of a number.</summary>
    public ChainName this[int number] => _names[number];

    /// <summary>How many there are.</summary>
    public int Count => _names.Count;
}
