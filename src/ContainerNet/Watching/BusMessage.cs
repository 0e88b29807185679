using System.Buffers.Binary;
using System.Text;

namespace ContainerNet.Watching;

/// <summary>A message of D-Bus, as far as signals need it (dbus.freedesktop.org/doc/dbus-specification.html, "Message
/// Protocol").</summary>
internal sealed class BusMessage
{
    /// <summary>The part of the header whose length is fixed: it ends with the length of the fields.</summary>
    public const int FixedLength = 16;

    /// <summary>SIGNAL.</summary>
    public const byte Signal = 4;

    private const byte MethodCall = 1;
    private const int LengthLimit = 4 << 20; // the bus itself allows 128 MiB; a state of a unit has some kilobytes
    private const byte PathField = 1, InterfaceField = 2, MemberField = 3, DestinationField = 6, SignatureField = 8;

    /// <summary>METHOD_CALL, METHOD_RETURN, ERROR or SIGNAL.</summary>
    public byte Type { get; private init; }

    public string Path { get; private set; } = "";

    public string Interface { get; private set; } = "";

    public string Member { get; private set; } = "";

    /// <summary>The arguments, with their signature.</summary>
    public BusReader Body { get; private set; } = BusReader.Empty;

    /// <summary>The whole length of a message whose fixed part is given.</summary>
    /// <exception cref="FormatException">It is none, or longer than any that we want.</exception>
    public static int LengthOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < FixedLength || head[0] is not ((byte)'l' or (byte)'B'))
        {
            throw new FormatException("no message of D-Bus");
        }

        long fields = Padded(FixedLength + (long)Number(head, head[12..]));
        long length = fields + Number(head, head[4..]);
        return length <= LengthLimit ? (int)length : throw new FormatException("a message of D-Bus that is too long");
    }

    /// <summary>Reads a whole one.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static BusMessage Read(byte[] data)
    {
        bool little = data[0] == (byte)'l';
        int end = FixedLength + (int)Number(data, data.AsSpan(12));
        if (LengthOf(data) != data.Length)
        {
            throw new FormatException("a message of D-Bus that is cut off");
        }

        BusMessage message = new() { Type = data[1] };
        string signature = "";
        BusReader fields = new(data, FixedLength, end, little, "");
        while (!fields.AtEnd)
        {
            fields.Align(8);
            byte code = fields.Byte();
            string type = fields.Signature();
            switch (code, type)
            {
                case (PathField, "o"):
                    message.Path = fields.Text();
                    break;
                case (InterfaceField, "s"):
                    message.Interface = fields.Text();
                    break;
                case (MemberField, "s"):
                    message.Member = fields.Text();
                    break;
                case (SignatureField, "g"):
                    signature = fields.Signature();
                    break;
                default:
                    fields.Skip(type);
                    break;
            }
        }

        message.Body = new BusReader(data, (int)Padded(end), data.Length, little, signature);
        return message;
    }

    /// <summary>A call whose argument, if any, is one text.</summary>
    public static byte[] Call(uint serial, string destination, string path, string type, string member, string? argument = null)
    {
        List<byte> body = [];
        List<byte> fields = [];
        if (argument is not null)
        {
            Append(body, argument);
            Field(fields, SignatureField, "g");
            fields.AddRange([1, (byte)'s', 0]);
        }

        Field(fields, PathField, "o");
        Append(fields, path);
        Field(fields, DestinationField, "s");
        Append(fields, destination);
        Field(fields, InterfaceField, "s");
        Append(fields, type);
        Field(fields, MemberField, "s");
        Append(fields, member);

        List<byte> message = [(byte)'l', MethodCall, 0, 1];
        Append(message, (uint)body.Count);
        Append(message, serial);
        Append(message, (uint)fields.Count);
        message.AddRange(fields);
        Pad(message, 8);
        message.AddRange(body);
        return [.. message];
    }

    private static void Field(List<byte> fields, byte code, string type)
    {
        Pad(fields, 8);
        fields.AddRange([code, 1, (byte)type[0], 0]);
    }

    private static void Append(List<byte> bytes, string text)
    {
        Pad(bytes, 4);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Append(bytes, (uint)utf8.Length);
        bytes.AddRange(utf8);
        bytes.Add(0);
    }

    private static void Append(List<byte> bytes, uint number)
    {
        Span<byte> four = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(four, number);
        bytes.AddRange(four);
    }

    private static void Pad(List<byte> bytes, int boundary)
    {
        while (bytes.Count % boundary != 0)
        {
            bytes.Add(0);
        }
    }

    private static long Padded(long length) => (length + 7) & ~7L;

    private static uint Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> number) => head[0] == (byte)'l'
        ? BinaryPrimitives.ReadUInt32LittleEndian(number)
        : BinaryPrimitives.ReadUInt32BigEndian(number);
}
