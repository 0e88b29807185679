using System.Text;

namespace ContainerNet.Model;

/// <summary>The text of a rule, kept as the bytes that the tool wrote, many rules in one array: as a string of its own each would
/// take twice the room, and of fifty thousand rules few are ever shown.</summary>
internal sealed class RuleText
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _length;

    /// <summary>These bytes, in UTF-8.</summary>
    public RuleText(byte[] bytes, int start, int length)
    {
        _bytes = bytes;
        _start = start;
        _length = length;
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_bytes, _start, _length);

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is RuleText other && _bytes.AsSpan(_start, _length).SequenceEqual(other._bytes.AsSpan(other._start, other._length));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_bytes.AsSpan(_start, _length));
        return hash.ToHashCode();
    }
}
