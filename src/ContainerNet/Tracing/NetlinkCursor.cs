using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ContainerNet.Tracing;

/// <summary>Walks netlink attributes as <c>NetlinkAttributes</c> of Sources does, but never throws: a message that is
/// cut off is an everyday thing here, and an exception takes longer than a thousand messages.</summary>
internal ref struct NetlinkCursor
{
    private const int HeaderLength = 4;
    private const int TypeMask = 0x3fff;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts before the first attribute.</summary>
    public NetlinkCursor(ReadOnlySpan<byte> attributes) => _rest = attributes;

    /// <summary>The attribute's number, without the flags for nesting and byte order.</summary>
    public int Type { get; private set; }

    /// <summary>Its payload.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when the walk ended because an attribute is cut off.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next attribute; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next()
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length < HeaderLength)
        {
            IsMalformed = !rest.IsEmpty;
            return false;
        }

        uint head = MemoryMarshal.Read<uint>(rest);
        int length = BitConverter.IsLittleEndian ? (int)(head & 0xffff) : (int)(head >> 16);
        int type = BitConverter.IsLittleEndian ? (int)(head >> 16) : (int)(head & 0xffff);
        if (length < HeaderLength || length > rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        Type = type & TypeMask;
        Value = rest[HeaderLength..length];
        _rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        return true;
    }

    /// <summary>The payload as a number of 32 bits in network order.</summary>
    public readonly bool Number(out uint number) => BinaryPrimitives.TryReadUInt32BigEndian(Value, out number);

    /// <summary>The payload as a name: up to its zero.</summary>
    public readonly ReadOnlySpan<byte> Name
    {
        get
        {
            int end = Value.IndexOf((byte)0);
            return end < 0 ? Value : Value[..end];
        }
    }
}
