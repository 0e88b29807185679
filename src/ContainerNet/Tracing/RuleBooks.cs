namespace ContainerNet.Tracing;

/// <summary>
/// What the rules of a namespace were at each time. A rule's handle is given once and never to another rule, but a program
/// that makes its table anew (firewalld at a reload) starts counting again: so a trail is read in the book of its own time,
/// and where none was read at that time, in the ones before and after, if they agree.
/// </summary>
internal sealed class RuleBooks
{
    private const int MostBooks = 8;
    private readonly List<RuleBook> _books = [];
    private readonly Lock _gate = new();

    /// <summary>Adds what was read now.</summary>
    public void Add(RuleBook book)
    {
        lock (_gate)
        {
            _books.Add(book);
            if (_books.Count > MostBooks)
            {
                _books.RemoveAt(0);
            }
        }
    }

    /// <summary>Were the rules read at that time, or since?</summary>
    public bool Reach(int epoch)
    {
        lock (_gate)
        {
            return _books.Count > 0 && _books[^1].Epoch >= epoch;
        }
    }

    /// <summary>The rules at a time.</summary>
    public RuleView At(int epoch)
    {
        lock (_gate)
        {
            RuleBook? before = _books.FindLast(book => book.Epoch <= epoch);
            return before?.Epoch == epoch
                ? new RuleView(before, null)
                : new RuleView(before, _books.Find(book => book.Epoch > epoch));
        }
    }
}
