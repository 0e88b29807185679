using System.Buffers.Binary;
using System.Text;

namespace ContainerNet.Sources.Nginx;

/// <summary>Gives the same string for the same short word: a configuration has few different ones, a million times. Several threads may ask at
/// once: at the worst two of them make the same string.</summary>
internal sealed class WordPool
{
    private const int Longest = 32;
    private const int Size = 1024;

    private readonly string?[] _words = new string?[Size];
    private readonly NginxName?[] _names = new NginxName?[Size];

    /// <summary>The word as a string.</summary>
    public string Get(ReadOnlySpan<byte> word, Encoding encoding)
    {
        if (word.Length > Longest || !Ascii.IsValid(word))
        {
            return encoding.GetString(word);
        }

        uint place = Place(word);
        string? known = _words[place];
        if (known is null || !Ascii.Equals(word, known))
        {
            known = encoding.GetString(word);
            _words[place] = known;
        }

        return known;
    }

    /// <summary>The name of a directive.</summary>
    /// <param name="written">As it was written.</param>
    /// <param name="encoding">How bytes are meant.</param>
    public NginxName Name(ReadOnlySpan<byte> written, Encoding encoding)
    {
        uint place = Place(written);
        NginxName? known = _names[place];
        if (known is null || !Ascii.IsValid(written) || !Ascii.Equals(written, known.Text))
        {
            known = new NginxName(WordText.Value(written, encoding, this));
            _names[place] = known;
        }

        return known;
    }

    /// <summary>Words differ in how they begin, how they end and how long they are.</summary>
    private static uint Place(ReadOnlySpan<byte> word)
    {
        ulong begin = 0, end = 0;
        if (word.Length >= sizeof(ulong))
        {
            begin = BinaryPrimitives.ReadUInt64LittleEndian(word);
            end = BinaryPrimitives.ReadUInt64LittleEndian(word[^sizeof(ulong)..]);
        }
        else
        {
            foreach (byte b in word)
            {
                begin = (begin << 8) | b;
            }
        }

        ulong mixed = (begin * 0x9E3779B97F4A7C15) ^ (end * 0xC2B2AE3D27D4EB4F) ^ (ulong)word.Length;
        return (uint)((mixed * 0x9E3779B97F4A7C15) >> 54);
    }
}
