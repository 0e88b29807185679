using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ContainerNet.Model;

/// <summary>A number of 128 bits without sign: an address, an interface's name, a field of a packet. Not UInt128: what touches
/// that cannot be ready-to-run code, so that PowerShell would compile all of walking anew in each session.</summary>
/// <param name="upper">The upper 64 bits.</param>
/// <param name="lower">The lower 64 bits.</param>
[StructLayout(LayoutKind.Auto)]
public readonly struct WideNumber(ulong upper, ulong lower) : IEquatable<WideNumber>, IComparable<WideNumber>
{
    private const int Bytes = 16;
    private const int Half = 64;
    private const int ShiftMask = 127;

    private readonly ulong _upper = upper;
    private readonly ulong _lower = lower;

    /// <summary>The highest.</summary>
    public static WideNumber MaxValue => new(ulong.MaxValue, ulong.MaxValue);

    /// <summary>0.</summary>
    public static WideNumber Zero => default;

    /// <summary>1.</summary>
    public static WideNumber One => new(0, 1);

    /// <summary>Any number of 64 bits is one.</summary>
    public static implicit operator WideNumber(ulong value) => new(0, value);

    /// <summary>With its sign in all upper bits, as C# converts.</summary>
    public static explicit operator WideNumber(int value) => new((ulong)((long)value >> (Half - 1)), (ulong)value);

    /// <summary>Its lowest 64 bits.</summary>
    public static explicit operator ulong(WideNumber value) => value._lower;

    /// <summary>Its lowest 32 bits.</summary>
    public static explicit operator uint(WideNumber value) => (uint)value._lower;

    /// <summary>Its lowest 32 bits, with sign.</summary>
    public static explicit operator int(WideNumber value) => (int)value._lower;

    /// <summary>The sum, without what goes beyond 128 bits.</summary>
    public static WideNumber operator +(WideNumber left, WideNumber right)
    {
        ulong lower = left._lower + right._lower;
        return new WideNumber(left._upper + right._upper + (lower < left._lower ? 1UL : 0UL), lower);
    }

    /// <summary>The difference; below 0 it goes on at the highest number.</summary>
    public static WideNumber operator -(WideNumber left, WideNumber right) => new(
        left._upper - right._upper - (left._lower < right._lower ? 1UL : 0UL), left._lower - right._lower);

    /// <summary>The bits that both have.</summary>
    public static WideNumber operator &(WideNumber left, WideNumber right) => new(left._upper & right._upper, left._lower & right._lower);

    /// <summary>The bits that either has.</summary>
    public static WideNumber operator |(WideNumber left, WideNumber right) => new(left._upper | right._upper, left._lower | right._lower);

    /// <summary>The bits that only one has.</summary>
    public static WideNumber operator ^(WideNumber left, WideNumber right) => new(left._upper ^ right._upper, left._lower ^ right._lower);

    /// <summary>The bits that it has not.</summary>
    public static WideNumber operator ~(WideNumber value) => new(~value._upper, ~value._lower);

    /// <summary>Its bits moved up. As with the numbers of C#, only the lowest bits of the distance count.</summary>
    public static WideNumber operator <<(WideNumber value, int distance)
    {
        distance &= ShiftMask;
        return distance >= Half ? new(value._lower << (distance - Half), 0)
            : distance == 0 ? value
            : new((value._upper << distance) | (value._lower >> (Half - distance)), value._lower << distance);
    }

    /// <summary>Its bits moved down.</summary>
    public static WideNumber operator >>(WideNumber value, int distance)
    {
        distance &= ShiftMask;
        return distance >= Half ? new(0, value._upper >> (distance - Half))
            : distance == 0 ? value
            : new(value._upper >> distance, (value._lower >> distance) | (value._upper << (Half - distance)));
    }

    /// <summary>Are they equal?</summary>
    public static bool operator ==(WideNumber left, WideNumber right) => left._lower == right._lower && left._upper == right._upper;

    /// <summary>Are they different?</summary>
    public static bool operator !=(WideNumber left, WideNumber right) => !(left == right);

    /// <summary>Is it lower?</summary>
    public static bool operator <(WideNumber left, WideNumber right) =>
        left._upper < right._upper || (left._upper == right._upper && left._lower < right._lower);

    /// <summary>Is it higher?</summary>
    public static bool operator >(WideNumber left, WideNumber right) => right < left;

    /// <summary>Is it lower or equal?</summary>
    public static bool operator <=(WideNumber left, WideNumber right) => !(right < left);

    /// <summary>Is it higher or equal?</summary>
    public static bool operator >=(WideNumber left, WideNumber right) => !(left < right);

    /// <summary>The higher of two.</summary>
    public static WideNumber Max(WideNumber left, WideNumber right) => left < right ? right : left;

    /// <summary>The lower of two.</summary>
    public static WideNumber Min(WideNumber left, WideNumber right) => right < left ? right : left;

    /// <summary>How many bits are set.</summary>
    public static int PopCount(WideNumber value) => BitOperations.PopCount(value._upper) + BitOperations.PopCount(value._lower);

    /// <summary>The number that the first 16 bytes are, in the order of the network.</summary>
    public static WideNumber Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[(Bytes / 2)..]));

    /// <summary>Writes it to the first 16 bytes, in the order of the network.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _upper);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[(Bytes / 2)..], _lower);
    }

    /// <inheritdoc />
    public int CompareTo(WideNumber other) => this < other ? -1 : this == other ? 0 : 1;

    /// <inheritdoc />
    public bool Equals(WideNumber other) => this == other;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is WideNumber other && this == other;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_upper, _lower);

    /// <summary>In hexadecimal.</summary>
    public override string ToString() => $"0x{_upper:x16}{_lower:x16}";
}
