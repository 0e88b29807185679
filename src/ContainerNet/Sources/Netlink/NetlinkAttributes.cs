namespace ContainerNet.Sources.Netlink;

/// <summary>Walks the attributes of a netlink message (include/uapi/linux/netlink.h, struct nlattr).</summary>
internal ref struct NetlinkAttributes
{
    private const int TypeMask = 0x3fff;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first attribute.</summary>
    public NetlinkAttributes(ReadOnlySpan<byte> attributes) => _rest = attributes;

    /// <summary>The attribute's number, without the flags for nesting and byte order.</summary>
    public int Type { get; private set; }

    /// <summary>Its payload.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next one.</summary>
    /// <exception cref="FormatException">An attribute is cut off.</exception>
    public bool Next()
    {
        if (_rest.Length < 4)
        {
            return _rest.IsEmpty ? false : throw new FormatException("an attribute is cut off");
        }

        int length = BitConverter.ToUInt16(_rest);
        if (length < 4 || length > _rest.Length)
        {
            throw new FormatException("an attribute is cut off");
        }

        Type = BitConverter.ToUInt16(_rest[2..]) & TypeMask;
        Value = _rest[4..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }

    /// <summary>The payload as a number of 32 bits.</summary>
    /// <exception cref="FormatException">It is shorter.</exception>
    public readonly int Number => Value.Length >= sizeof(int)
        ? BitConverter.ToInt32(Value)
        : throw new FormatException("a number is cut off");

    /// <summary>The payload as a number of 8 bits.</summary>
    /// <exception cref="FormatException">It is empty.</exception>
    public readonly byte Byte => Value.Length > 0 ? Value[0] : throw new FormatException("a number is cut off");
}
