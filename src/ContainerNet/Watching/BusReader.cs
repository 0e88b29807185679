using System.Buffers.Binary;
using System.Text;

namespace ContainerNet.Watching;

/// <summary>Reads values of a D-Bus message one after the other ("Marshaling" in the specification). What a caller does not
/// know it skips by its signature.</summary>
internal sealed class BusReader
{
    private const int DepthLimit = 32;

    private readonly byte[] _data;
    private readonly int _end;
    private readonly bool _little;
    private int _at;

    /// <summary>Reads from one place to another; boundaries count from the beginning of the message.</summary>
    public BusReader(byte[] data, int start, int end, bool little, string types)
    {
        _data = data;
        _at = start;
        _end = end <= data.Length && start <= end ? end : throw CutOff();
        _little = little;
        Types = types;
    }

    /// <summary>One that holds nothing.</summary>
    public static BusReader Empty { get; } = new([], 0, 0, little: true, "");

    /// <summary>The signature of all of it.</summary>
    public string Types { get; }

    /// <summary>Is everything read?</summary>
    public bool AtEnd => _at >= _end;

    /// <summary>Goes to the next boundary.</summary>
    public void Align(int boundary) => _at = (_at + boundary - 1) / boundary * boundary;

    public byte Byte() => Take(1)[0];

    public uint Number()
    {
        Align(4);
        ReadOnlySpan<byte> four = Take(4);
        return _little ? BinaryPrimitives.ReadUInt32LittleEndian(four) : BinaryPrimitives.ReadUInt32BigEndian(four);
    }

    /// <summary>A text or an object path.</summary>
    public string Text()
    {
        uint length = Number();
        return Ended(length);
    }

    /// <summary>A signature, or the type of a variant.</summary>
    public string Signature() => Ended(Byte());

    /// <summary>The entries of a dictionary from names to variants: each is to be read or skipped, by its type.</summary>
    public void Variants(Action<string, string> entry)
    {
        uint length = Number();
        Align(8);
        int end = length <= (uint)(_end - Math.Min(_at, _end)) ? _at + (int)length : throw CutOff();
        while (_at < end)
        {
            Align(8);
            string name = Text();
            string type = Signature();
            int before = _at;
            entry(name, type);
            if (_at == before)
            {
                Skip(type);
            }
        }
    }

    /// <summary>Passes over values of these types.</summary>
    public void Skip(string types)
    {
        for (int i = 0; i < types.Length;)
        {
            i = SkipOne(types, i, 0);
        }
    }

    private int SkipOne(string types, int i, int depth)
    {
        if (i >= types.Length || depth > DepthLimit)
        {
            throw CutOff();
        }

        switch (types[i])
        {
            case 'y':
                Take(1);
                return i + 1;
            case 'n' or 'q':
                Align(2);
                Take(2);
                return i + 1;
            case 'b' or 'i' or 'u' or 'h':
                Align(4);
                Take(4);
                return i + 1;
            case 'x' or 't' or 'd':
                Align(8);
                Take(8);
                return i + 1;
            case 's' or 'o':
                Text();
                return i + 1;
            case 'g':
                Signature();
                return i + 1;
            case 'v':
                string type = Signature();
                SkipOne(type, 0, depth + 1);
                return i + 1;
            case 'a':
                uint length = Number();
                Align(i + 1 < types.Length && types[i + 1] is '(' or '{' or 'x' or 't' or 'd' ? 8 : 1);
                Take((int)Math.Min(length, int.MaxValue));
                return EndOf(types, i + 1);
            case '(' or '{':
                Align(8);
                i++;
                while (i < types.Length && types[i] is not (')' or '}'))
                {
                    i = SkipOne(types, i, depth + 1);
                }

                return i + 1;
            default:
                throw new FormatException($"a type of D-Bus that there is not: {types[i]}");
        }
    }

    /// <summary>Where the complete type that begins here ends.</summary>
    private static int EndOf(string types, int i)
    {
        int open = 0;
        for (; i < types.Length; i++)
        {
            open += types[i] is '(' or '{' ? 1 : types[i] is ')' or '}' ? -1 : 0;
            if (open == 0 && types[i] != 'a')
            {
                return i + 1;
            }
        }

        throw CutOff();
    }

    private string Ended(uint length)
    {
        ReadOnlySpan<byte> text = Take(length < int.MaxValue ? (int)length + 1 : int.MaxValue);
        return Encoding.UTF8.GetString(text[..^1]);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _end - _at)
        {
            throw CutOff();
        }

        ReadOnlySpan<byte> taken = _data.AsSpan(_at, length);
        _at += length;
        return taken;
    }

    private static FormatException CutOff() => new("a message of D-Bus is cut off");
}
