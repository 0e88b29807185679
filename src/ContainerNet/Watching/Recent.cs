namespace ContainerNet.Watching;

/// <summary>The last few of something that goes on for ever, for several threads.</summary>
internal sealed class Recent<T>(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _items = new();

    /// <summary>Adds one; the oldest goes when there are too many.</summary>
    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Enqueue(item);
            if (_items.Count > limit)
            {
                _items.Dequeue();
            }
        }
    }

    /// <summary>What there is, the oldest first.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }
}
