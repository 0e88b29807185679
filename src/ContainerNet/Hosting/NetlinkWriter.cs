using System.Text;

namespace ContainerNet.Hosting;

/// <summary>Builds the payload of a netlink request: a fixed header, then attributes, which may nest.</summary>
internal sealed class NetlinkWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.ToArray();

    /// <summary>Writes bytes as they are.</summary>
    public NetlinkWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Writes a number of 32 bits as it is.</summary>
    public NetlinkWriter Raw(int number) => Raw(BitConverter.GetBytes(number));

    /// <summary>Writes an attribute.</summary>
    public NetlinkWriter Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        Raw(BitConverter.GetBytes((ushort)(value.Length + 4)));
        Raw(BitConverter.GetBytes(type));
        Raw(value);
        return Pad();
    }

    /// <summary>Writes an attribute that is a number of 32 bits.</summary>
    public NetlinkWriter Attribute(ushort type, int number) => Attribute(type, BitConverter.GetBytes(number));

    /// <summary>Writes an attribute that is a text with its zero.</summary>
    public NetlinkWriter Attribute(ushort type, string text) => Attribute(type, Encoding.UTF8.GetBytes(text + "\0"));

    /// <summary>Writes an attribute that holds others.</summary>
    public NetlinkWriter Nested(ushort type, Action<NetlinkWriter> content)
    {
        NetlinkWriter inner = new();
        content(inner);
        return Attribute(type, inner.Payload);
    }

    private NetlinkWriter Pad()
    {
        while (_bytes.Count % 4 != 0)
        {
            _bytes.Add(0);
        }

        return this;
    }
}
