namespace ContainerNet.Tracing;

/// <summary>Batches on their way from the thread that receives to the one that decodes, and back. Their number is
/// fixed: when all are under way the receiver waits, and the kernel's buffer takes the rest.</summary>
internal sealed class BatchQueue : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<MessageBatch> _full;
    private readonly int _limit;

    // The one that was used last is taken first: it is in the cache, and those that are not needed stay untouched.
    private readonly Stack<MessageBatch> _empty;
    private readonly int _capacity;
    private int _made;
    private bool _closed;

    /// <summary>Makes a queue of at most <paramref name="limit"/> batches, each for so many datagrams.</summary>
    public BatchQueue(int limit, int capacity)
    {
        _limit = limit;
        _capacity = capacity;
        _full = new Queue<MessageBatch>(limit);
        _empty = new Stack<MessageBatch>(limit);
    }

    /// <summary>An empty batch; waits until there is one. Null when the queue was abandoned.</summary>
    public MessageBatch? Rent()
    {
        lock (_lock)
        {
            while (!_closed && _empty.Count == 0 && _made == _limit)
            {
                Monitor.Wait(_lock);
            }

            if (_closed)
            {
                return null;
            }

            if (_empty.TryPop(out MessageBatch? batch))
            {
                return batch;
            }

            _made++;
            return new MessageBatch(_capacity);
        }
    }

    /// <summary>Hands a batch to the decoder.</summary>
    public void Send(MessageBatch batch)
    {
        lock (_lock)
        {
            _full.Enqueue(batch);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The next full batch; waits until there is one. Null at the end.</summary>
    public MessageBatch? Take()
    {
        lock (_lock)
        {
            while (_full.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock);
            }

            return _full.TryDequeue(out MessageBatch? batch) ? batch : null;
        }
    }

    /// <summary>Gives a batch back.</summary>
    public void Return(MessageBatch batch)
    {
        lock (_lock)
        {
            _empty.Push(batch);
            if (_made == _limit)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>No more will be sent.</summary>
    /// <param name="abandon">Also forget those that nobody has taken yet?</param>
    public void Close(bool abandon)
    {
        lock (_lock)
        {
            _closed = true;
            while (abandon && _full.TryDequeue(out MessageBatch? batch))
            {
                _empty.Push(batch);
            }

            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Frees what came back; both threads have ended.</summary>
    public void Dispose()
    {
        foreach (MessageBatch batch in _full)
        {
            batch.Dispose();
        }

        foreach (MessageBatch batch in _empty)
        {
            batch.Dispose();
        }

        _full.Clear();
        _empty.Clear();
    }
}
