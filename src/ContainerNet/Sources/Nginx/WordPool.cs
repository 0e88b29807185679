using System.Text;

namespace ContainerNet.Sources.Nginx;

/// <summary>Gives the same string for the same short word: a configuration has few different ones, a million times.</summary>
internal sealed class WordPool
{
    private const int Longest = 32;
    private const int Size = 1024;

    private readonly string?[] _words = new string?[Size];

    /// <summary>The word as a string.</summary>
    public string Get(ReadOnlySpan<byte> word, Encoding encoding)
    {
        if (word.Length > Longest || !Ascii.IsValid(word))
        {
            return encoding.GetString(word);
        }

        uint hash = 2166136261;
        foreach (byte b in word)
        {
            hash = (hash ^ b) * 16777619;
        }

        ref string? known = ref _words[hash % Size];
        return known is not null && Ascii.Equals(word, known) ? known : known = encoding.GetString(word);
    }
}
