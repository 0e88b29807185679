using System.Buffers.Binary;
using System.Numerics;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Which address of a range the kernel translates to: a hash of the addresses, the same for the same packet
/// (net/netfilter/nf_nat_core.c, find_best_ips_proto; include/linux/jhash.h, by Bob Jenkins, in the public domain).</summary>
internal static class AddressHash
{
    private const int Words = 4;

    /// <summary>An address between two.</summary>
    /// <param name="packet">The packet before its translation.</param>
    /// <param name="low">The first.</param>
    /// <param name="high">The last.</param>
    /// <param name="isPersistent">The same for all destinations.</param>
    public static WideNumber Pick(Packet packet, WideNumber low, WideNumber high, bool isPersistent)
    {
        Span<uint> source = stackalloc uint[Words];
        Span<uint> destination = stackalloc uint[Words];
        int last = packet.IsIPv6 ? Words - 1 : 0;
        ToWords(packet.Source, packet.IsIPv6, source);
        ToWords(packet.Destination, packet.IsIPv6, destination);
        uint hash = Hash(source, isPersistent ? 0 : destination[last]);
        WideNumber picked = 0;
        bool full = false;
        for (int word = 0; word <= last; word++)
        {
            uint least = full ? 0 : (uint)(low >> (32 * (last - word)));
            uint most = (uint)(high >> (32 * (last - word)));
            uint distance = full ? uint.MaxValue : most - least + 1;
            uint value = least + (uint)(((ulong)hash * distance) >> 32);
            picked = (picked << 32) | value;
            full |= value != most;
            hash ^= isPersistent ? 0 : destination[word];
        }

        return picked;
    }

    /// <summary>The words as they lie in the memory of a little-endian machine, in the order of the network.</summary>
    private static void ToWords(WideNumber address, bool isIPv6, Span<uint> words)
    {
        words.Clear();
        for (int word = 0; word < (isIPv6 ? Words : 1); word++)
        {
            int shift = isIPv6 ? 32 * (Words - 1 - word) : 0;
            words[word] = BinaryPrimitives.ReverseEndianness((uint)(address >> shift));
        }
    }

    private static uint Hash(ReadOnlySpan<uint> k, uint start)
    {
        uint a = 0xdeadbeef + (Words << 2) + start;
        (uint b, uint c) = (a, a);
        a += k[0];
        b += k[1];
        c += k[2];
        a = (a - c) ^ BitOperations.RotateLeft(c, 4);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 6);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 8);
        b += a;
        a = (a - c) ^ BitOperations.RotateLeft(c, 16);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 19);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 4);
        b += a;
        a += k[3];
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }
}
