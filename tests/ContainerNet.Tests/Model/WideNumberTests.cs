using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Model;

/// <summary>The numbers of .NET itself are the oracle.</summary>
public sealed class WideNumberTests
{
    // Carries and borrows happen at these.
    private static Gen<ulong> Half => Gen.OneOf(
        Gen.Elements<ulong>(0UL, 1UL, 2UL, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue),
        Gen.Choose(int.MinValue, int.MaxValue).Two().Select(w => ((ulong)(uint)w.Item1 << 32) | (uint)w.Item2));

    private static Gen<UInt128> Number => Half.Two().Select(h => new UInt128(h.Item1, h.Item2));

    [Fact]
    public void TwoNumbers_CombineAndCompareAsThoseOfDotNet() => Prop.ForAll(
        Number.Two().ToArbitrary(),
        pair =>
        {
            (UInt128 a, UInt128 b) = pair;
            (WideNumber left, WideNumber right) = (Of(a), Of(b));
            Assert.Equal(a + b, Back(left + right));
            Assert.Equal(a - b, Back(left - right));
            Assert.Equal(a & b, Back(left & right));
            Assert.Equal(a | b, Back(left | right));
            Assert.Equal(a ^ b, Back(left ^ right));
            Assert.Equal(a < b, left < right);
            Assert.Equal(a > b, left > right);
            Assert.Equal(a <= b, left <= right);
            Assert.Equal(a >= b, left >= right);
            Assert.Equal(a == b, left == right);
            Assert.Equal(a != b, left != right);
            Assert.Equal(a.CompareTo(b), left.CompareTo(right));
            Assert.Equal(a.Equals(b), left.Equals(right));
            Assert.Equal(UInt128.Max(a, b), Back(WideNumber.Max(left, right)));
            Assert.Equal(UInt128.Min(a, b), Back(WideNumber.Min(left, right)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneNumber_IsEqualToItselfAndHashedAlike() => Prop.ForAll(
        Number.ToArbitrary(),
        a =>
        {
            WideNumber number = Of(a);
            Assert.True(number.Equals((object)Of(a)));
            Assert.Equal(number.GetHashCode(), Of(a).GetHashCode());
            Assert.Equal(~a, Back(~number));
            Assert.Equal((int)UInt128.PopCount(a), WideNumber.PopCount(number));
            Assert.Equal(unchecked((ulong)a), (ulong)number);
            Assert.Equal(unchecked((uint)a), (uint)number);
            Assert.Equal(unchecked((int)a), (int)number);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EveryDistance_ShiftsAsThoseOfDotNet() => Prop.ForAll(
        Number.ToArbitrary(),
        a =>
        {
            for (int distance = -1; distance <= 129; distance++)
            {
                Assert.Equal(a << distance, Back(Of(a) << distance));
                Assert.Equal(a >> distance, Back(Of(a) >> distance));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(443)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void SmallNumbers_AreConvertedAsThoseOfDotNet(int number)
    {
        Assert.Equal(unchecked((UInt128)number), Back((WideNumber)number));
        Assert.Equal(unchecked((ulong)number), Back(unchecked((ulong)number)));
    }

    [Fact]
    public void Constants_AreThoseOfDotNet()
    {
        Assert.Equal(UInt128.MaxValue, Back(WideNumber.MaxValue));
        Assert.Equal(UInt128.Zero, Back(WideNumber.Zero));
        Assert.Equal(UInt128.One, Back(WideNumber.One));
        Assert.Equal("0x0000000000000000000000000000002a", ((WideNumber)42).ToString());
    }

    private static WideNumber Of(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return WideNumber.Read(bytes);
    }

    private static UInt128 Back(WideNumber number)
    {
        Span<byte> bytes = stackalloc byte[16];
        number.Write(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
