using System.Buffers.Binary;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Probes;

/// <summary>Rules that ask whether the answer to a packet would leave by the interface that it came in by: nftables' fib
/// (firewalld's IPv6_rpfilter), iptables' rpfilter. Read as the kernel has them, in a millisecond and by no other program.</summary>
/// <param name="IPv4">Is there one for IPv4?</param>
/// <param name="IPv6">Is there one for IPv6?</param>
internal readonly record struct ReversePathRules(bool IPv4, bool IPv6)
{
    private const byte AnyFamily = 0, Inet = 1, OnlyIPv4 = 2, Netdev = 5, OnlyIPv6 = 10;

    private static readonly ReversePathRules s_none = new(false, false), s_both = new(true, true);

    /// <summary>Looks in the network namespace of the calling thread.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    /// <exception cref="FormatException">The kernel's answer cannot be read.</exception>
    public static ReversePathRules Read()
    {
        const ushort GetRule = 7;
        ReversePathRules found = new(IsInLegacy("ip"), IsInLegacy("ip6"));

        // Where nf_tables is not loaded there are none of its rules, and the question alone would load it.
        if (KernelModules.IsThere("nf_tables"))
        {
            ushort type = (NetfilterMessage.TablesSubsystem << 8) | GetRule;
            foreach (NetlinkMessage rule in NetlinkRequest.Dump(
                NativeSocket.NetfilterProtocol, type, NetfilterMessage.Header(AnyFamily, 0)))
            {
                found = found.Or(OfRule(rule.Payload));
            }
        }

        return found;
    }

    /// <summary>What one rule asks (struct nfgenmsg, NFTA_RULE_...).</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    internal static ReversePathRules OfRule(ReadOnlySpan<byte> message)
    {
        const int HeaderLength = 4, Expressions = 4;
        if (message.Length < HeaderLength)
        {
            throw new FormatException("a rule is cut off");
        }

        byte family = message[0];
        bool asks = false;
        NetlinkAttributes attributes = new(message[HeaderLength..]);
        while (attributes.Next())
        {
            if (attributes.Type == Expressions)
            {
                NetlinkAttributes expressions = new(attributes.Value);
                bool isFamilyNext = false;
                while (expressions.Next())
                {
                    asks |= Asks(expressions.Value, ref family, ref isFamilyNext);
                }
            }
        }

        return !asks ? s_none : family switch
        {
            OnlyIPv4 => new(true, false),
            OnlyIPv6 => new(false, true),
            Inet or Netdev => s_both,
            _ => s_none,
        };
    }

    /// <summary>Does this expression ask for the way back? Notes on the way when it narrows the rule to one family.</summary>
    private static bool Asks(ReadOnlySpan<byte> expression, ref byte family, ref bool isFamilyNext)
    {
        const int Name = 1, Data = 2;
        const uint FamilyKey = 15;
        ReadOnlySpan<byte> name = Attribute(expression, Name), data = Attribute(expression, Data);
        bool isFamily = isFamilyNext;
        isFamilyNext = false;
        if (name.SequenceEqual("meta\0"u8))
        {
            isFamilyNext = Number(Attribute(data, 2)) == FamilyKey;
        }
        else if (name.SequenceEqual("cmp\0"u8) && isFamily && Number(Attribute(data, 2)) == 0)
        {
            ReadOnlySpan<byte> value = Attribute(Attribute(data, 3), 1);
            family = value is [OnlyIPv4] or [OnlyIPv6] ? value[0] : family;
        }

        return (name.SequenceEqual("fib\0"u8) && IsStrictFib(Number(Attribute(data, 2)), Number(Attribute(data, 3))))
            || (name.SequenceEqual("match\0"u8) && Attribute(data, 1).SequenceEqual("rpfilter\0"u8) && IsStrict(Attribute(data, 3)));
    }

    /// <summary>Source and interface, but not the kind of address. Without the interface any way back will do.</summary>
    private static bool IsStrictFib(uint result, uint flags)
    {
        const uint AddressType = 3, SourceAndInput = 0x1 | 0x8;
        return result != AddressType && (flags & SourceAndInput) == SourceAndInput;
    }

    /// <summary>struct xt_rpfilter_info begins with its flags, of which the first is --loose.</summary>
    private static bool IsStrict(ReadOnlySpan<byte> info) => info.IsEmpty || (info[0] & 1) == 0;

    /// <summary>The rules of iptables-legacy cannot be had without its program. A match that is registered there while there
    /// are tables counts as used: at worst a probe keeps to its own interface.</summary>
    private static bool IsInLegacy(string family) =>
        Lines($"/proc/thread-self/net/{family}_tables_names").Length > 0
        && Lines($"/proc/thread-self/net/{family}_tables_matches").Contains("rpfilter", StringComparer.Ordinal);

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> attributes, int type)
    {
        NetlinkAttributes all = new(attributes);
        while (all.Next())
        {
            if (all.Type == type)
            {
                return all.Value;
            }
        }

        return [];
    }

    private static uint Number(ReadOnlySpan<byte> value) =>
        value.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value) : uint.MaxValue;

    private ReversePathRules Or(ReversePathRules other) => new(IPv4 || other.IPv4, IPv6 || other.IPv6);
}
