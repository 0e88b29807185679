using System.Text;

namespace ContainerNet.Hosting;

/// <summary>What a program prints, kept as text.</summary>
internal sealed class OutputText
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_length + piece.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + piece.Length, _bytes.Length * 2));
        }

        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_bytes, 0, _length);
}
