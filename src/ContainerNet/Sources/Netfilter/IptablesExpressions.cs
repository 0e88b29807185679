using System.Buffers.Binary;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Tells whether a rule in a table of iptables is made of nothing but what iptables itself writes, in its way of writing it: then
/// iptables-save shows all of it. Anything else may be a rule of nft, of which iptables-save leaves conditions out without a word
/// (RuleTwins); it is not said here what they mean. The forms were read off iptables 1.8.9 to 1.8.13
/// (`nft --debug=netlink list ruleset`).
/// </summary>
internal ref struct IptablesExpressions
{
    private const int ListElement = 1, ExpressionName = 1, ExpressionData = 2;
    private const uint Equal = 0, NotEqual = 1, LessOrEqual = 3, GreaterOrEqual = 5;
    private const uint NetworkHeader = 1, TransportHeader = 2;
    private const uint MarkKey = 3, InputNameKey = 6, OutputNameKey = 7, TraceKey = 12, TransportKey = 16;

    private readonly bool _isIPv6;
    private ExpressionField _seen;
    private ExpressionField _loaded;
    private bool _isMasked;
    private bool _hasPorts;
    private bool _hasVerdict;
    private bool _hasLog;
    private bool _hasConstant;

    // "-i +" loads a name and compares nothing of it.
    private readonly bool IsNothingOpen => _loaded is ExpressionField.None or ExpressionField.Input or ExpressionField.Output;

    private IptablesExpressions(bool isIPv6) => _isIPv6 = isIPv6;

    /// <summary>Are these expressions (NFTA_RULE_EXPRESSIONS) such as iptables writes them?</summary>
    /// <exception cref="FormatException">They are cut off.</exception>
    public static bool AreOwn(ReadOnlySpan<byte> expressions, bool isIPv6)
    {
        IptablesExpressions rule = new(isIPv6);
        NetlinkAttributes list = new(expressions);
        while (list.Next())
        {
            if (list.Type != ListElement || !rule.Add(list.Value))
            {
                return false;
            }
        }

        // iptables has no rule that logs and decides, and compares all that it loads.
        return rule.IsNothingOpen && !rule._hasConstant && !(rule._hasLog && rule._hasVerdict);
    }

    private bool Add(ReadOnlySpan<byte> expression)
    {
        ReadOnlySpan<byte> name = [];
        ReadOnlySpan<byte> data = [];
        NetlinkAttributes attributes = new(expression);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case ExpressionName:
                    name = attributes.Value.TrimEnd((byte)0);
                    break;
                case ExpressionData:
                    data = attributes.Value;
                    break;
                default:
                    break;
            }
        }

        return name.SequenceEqual("counter"u8) || name.SequenceEqual("match"u8) || name.SequenceEqual("target"u8)
            || (name.SequenceEqual("payload"u8) ? Load(LoadedByPayload(data))
                : name.SequenceEqual("cmp"u8) ? Compare(data)
                : name.SequenceEqual("meta"u8) ? AddMeta(data)
                : name.SequenceEqual("immediate"u8) ? AddImmediate(data)
                : name.SequenceEqual("bitwise"u8) ? Mask(data)
                : name.SequenceEqual("range"u8) ? Range()
                : name.SequenceEqual("limit"u8) ? IsPlainLimit(data)
                : name.SequenceEqual("log"u8) && (_hasLog = true));
    }

    private bool Load(ExpressionField field)
    {
        bool isFirst = field != ExpressionField.None && (_seen & field) == ExpressionField.None && IsNothingOpen;
        _seen |= field;
        _loaded = field;
        _isMasked = false;
        return isFirst;
    }

    private readonly ExpressionField LoadedByPayload(ReadOnlySpan<byte> data)
    {
        // NFTA_PAYLOAD_DREG, BASE, OFFSET, LEN; a source register means that the header is written.
        if (!Numbers(data, out uint register, out uint header, out uint offset, out uint length, out uint source)
            || source != 0 || register == 0)
        {
            return ExpressionField.None;
        }

        return header switch
        {
            NetworkHeader when _isIPv6 => (offset, length) switch
            {
                (8, <= 16) => ExpressionField.Source,
                (24, <= 16) => ExpressionField.Destination,
                (6, 1) => ExpressionField.Protocol,
                _ => ExpressionField.None,
            },
            NetworkHeader => (offset, length) switch
            {
                (12, <= 4) => ExpressionField.Source,
                (16, <= 4) => ExpressionField.Destination,
                (9, 1) => ExpressionField.Protocol,
                (6, 2) => ExpressionField.Fragment,
                _ => ExpressionField.None,
            },
            TransportHeader when _hasPorts => (offset, length) switch
            {
                (0, 2) => ExpressionField.SourcePort,
                (2, 2) => ExpressionField.DestinationPort,
                (13, 1) => ExpressionField.TcpFlags,
                _ => ExpressionField.None,
            },
            _ => ExpressionField.None,
        };
    }

    private bool AddMeta(ReadOnlySpan<byte> data)
    {
        // NFTA_META_DREG, KEY, SREG. TRACE is a constant, then "meta nftrace set".
        if (!Numbers(data, out uint register, out uint key, out uint source, out _, out _))
        {
            return false;
        }

        if (source != 0)
        {
            bool isTrace = key == TraceKey && _hasConstant;
            _hasConstant = false;
            return isTrace;
        }

        return register != 0 && Load(key switch
        {
            InputNameKey => ExpressionField.Input,
            OutputNameKey => ExpressionField.Output,
            TransportKey => ExpressionField.Protocol,
            MarkKey => ExpressionField.Mark,
            _ => ExpressionField.None,
        });
    }

    private bool AddImmediate(ReadOnlySpan<byte> data)
    {
        // Into register 0 goes a verdict; anything else is a value for the next expression.
        bool isKnown = Numbers(data, out uint register, out _, out _, out _, out _) && !_hasConstant;
        _hasVerdict |= register == 0;
        _hasConstant |= register != 0;
        return isKnown;
    }

    private bool Mask(ReadOnlySpan<byte> data)
    {
        // NFTA_BITWISE_SREG, DREG, LEN, MASK, XOR, OP.
        NetlinkAttributes attributes = new(data);
        bool isPlain = true;
        while (attributes.Next())
        {
            isPlain &= attributes.Type switch
            {
                5 => attributes.Value.Length < 4 || attributes.Value[4..].IndexOfAnyExcept((byte)0) < 0,
                6 => IsZero(attributes.Value),
                > 6 => false,
                _ => true,
            };
        }

        bool fits = !_isMasked && _loaded is ExpressionField.Source or ExpressionField.Destination or ExpressionField.Fragment
            or ExpressionField.Mark or ExpressionField.TcpFlags;
        _isMasked = true;
        return isPlain && fits;
    }

    private bool Compare(ReadOnlySpan<byte> data)
    {
        // NFTA_CMP_SREG, OP, DATA (which holds NFTA_DATA_VALUE).
        NetlinkAttributes attributes = new(data);
        uint op = uint.MaxValue;
        byte first = 0;
        while (attributes.Next())
        {
            if (attributes.Type == 2 && BinaryPrimitives.TryReadUInt32BigEndian(attributes.Value, out uint number))
            {
                op = number;
            }
            else if (attributes.Type == 3 && attributes.Value.Length > 4)
            {
                first = attributes.Value[4];
            }
        }

        ExpressionField field = _loaded;
        _loaded = ExpressionField.None;
        _hasPorts |= field == ExpressionField.Protocol && op == Equal && first is 6 or 17;
        bool isRange = op is LessOrEqual or GreaterOrEqual
            && field is ExpressionField.SourcePort or ExpressionField.DestinationPort;
        return field != ExpressionField.None && (isRange || op is Equal or NotEqual)
            && (field != ExpressionField.Fragment || _isMasked) && (field != ExpressionField.TcpFlags || _isMasked);
    }

    private bool Range()
    {
        ExpressionField field = _loaded;
        _loaded = ExpressionField.None;
        return field is ExpressionField.SourcePort or ExpressionField.DestinationPort;
    }

    private static bool IsPlainLimit(ReadOnlySpan<byte> data)
    {
        // NFTA_LIMIT_TYPE 4 is packets (0) or bytes, NFTA_LIMIT_FLAGS 5 turns it round.
        NetlinkAttributes attributes = new(data);
        bool isPlain = true;
        while (attributes.Next())
        {
            isPlain &= attributes.Type is not (4 or 5) || IsZero(attributes.Value);
        }

        return isPlain;
    }

    private static bool IsZero(ReadOnlySpan<byte> number) => number.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>The first five attributes as numbers, 0 for those that are not there.</summary>
    private static bool Numbers(
        ReadOnlySpan<byte> data, out uint first, out uint second, out uint third, out uint fourth, out uint fifth)
    {
        (first, second, third, fourth, fifth) = (0, 0, 0, 0, 0);
        NetlinkAttributes attributes = new(data);
        while (attributes.Next())
        {
            BinaryPrimitives.TryReadUInt32BigEndian(attributes.Value, out uint number);
            switch (attributes.Type)
            {
                case 1:
                    first = number;
                    break;
                case 2:
                    second = number;
                    break;
                case 3:
                    third = number;
                    break;
                case 4:
                    fourth = number;
                    break;
                case 5:
                    fifth = number;
                    break;
                default:
                    break;
            }
        }

        return true;
    }
}
