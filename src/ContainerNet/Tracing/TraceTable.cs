using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Interop;

namespace ContainerNet.Tracing;

/// <summary>
/// Our own table of nf_tables rules that mark the packets of some flows to be traced. The kernel ties it to our socket
/// (flag owner): nobody else can change it, `nft flush ruleset` passes it over, and it goes when the socket closes,
/// however we end.
/// </summary>
internal sealed class TraceTable : IDisposable
{
    private const byte NewTable = 0, NewChain = 3, NewRule = 6, GetGeneration = 16;
    private const ushort NewGenerationType = (NetfilterMessage.TablesSubsystem << 8) | 15;
    private const byte Unspecified = 0, Inet = 1;
    private const int OwnerFlag = 2;
    private const int AcceptPolicy = 1;
    private const ushort Nested = 0x8000;
    private const int NameAttempts = 100;

    private static int s_count;

    private readonly NetfilterSocket _socket;
    private readonly Lock _lock = new();

    private TraceTable(NetfilterSocket socket, string name)
    {
        _socket = socket;
        Name = name;
    }

    /// <summary>Its name, in family inet.</summary>
    public string Name { get; }

    /// <summary>The netlink port of our socket: changes of the rule set that come from it are our own.</summary>
    public uint PortId => _socket.PortId;

    /// <summary>The generation of the rule set just after the last change that we made.</summary>
    public uint Generation { get; private set; }

    /// <summary>Makes one in the network namespace of the calling thread.</summary>
    /// <param name="flows">The packets to mark; none makes a table that only waits for <see cref="Follow"/>.</param>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    /// <exception cref="ArgumentException">A flow that no packet can belong to.</exception>
    public static TraceTable Create(IReadOnlyList<TraceFlow> flows)
    {
        List<TraceRule> rules = [.. flows.SelectMany(TraceRules.Of)];
        NetfilterSocket socket = NetfilterSocket.Open();
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                string name = string.Create(CultureInfo.InvariantCulture,
                    $"{TraceChains.Prefix}{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}");
                NetfilterRefusal? refusal = socket.Transact(
                [
                    TableOf(name),
                    .. TraceChains.All.Select(c => ChainOf(name, c)),
                    .. rules.Select(r => RuleOf(name, r)),
                ]);
                if (refusal is null)
                {
                    return new TraceTable(socket, name) { Generation = GenerationOf(socket) };
                }

                // A process of another container, in this network namespace and with our process number.
                if (refusal.Error != ErrorNumber.Exists || attempt == NameAttempts)
                {
                    throw TraceFailure.Of(refusal, PartOf(refusal.Index));
                }
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The generation of the rule set in the network namespace of the calling thread: it rises with each
    /// change.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    public static uint ReadGeneration()
    {
        using NetfilterSocket socket = NetfilterSocket.Open();
        return GenerationOf(socket);
    }

    /// <summary>Marks another flow's packets as well, from now on. Any thread may ask.</summary>
    /// <exception cref="ContainerNetException">TraceUnsupported, NetlinkRefused.</exception>
    /// <exception cref="ArgumentException">A flow that no packet can belong to.</exception>
    public void Follow(TraceFlow flow)
    {
        List<NetfilterMessage> messages = [.. TraceRules.Of(flow).Select(r => RuleOf(Name, r))];
        lock (_lock)
        {
            if (_socket.Transact(messages) is { } refusal)
            {
                throw TraceFailure.Of(refusal, TablePart.Rule);
            }

            Generation = GenerationOf(_socket);
        }
    }

    /// <summary>Takes the table away.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _socket.Dispose();
        }
    }

    private static NetfilterMessage TableOf(string name) => NetfilterMessage.Of(
        NetfilterMessage.TablesSubsystem, NewTable, NetfilterMessage.Create | NetfilterMessage.Exclusive, Inet, 0,
        w => w.Attribute(1, name).Attribute(2, RuleExpressions.BigEndian4(OwnerFlag)));

    private static NetfilterMessage ChainOf(string table, (string Name, int Hook, int Priority) chain) =>
        NetfilterMessage.Of(NetfilterMessage.TablesSubsystem, NewChain, NetfilterMessage.Create, Inet, 0, w => w
            .Attribute(1, table)
            .Attribute(3, chain.Name)
            .Nested(4 | Nested, h => h
                .Attribute(1, RuleExpressions.BigEndian4(chain.Hook))
                .Attribute(2, RuleExpressions.BigEndian4(chain.Priority)))
            .Attribute(5, RuleExpressions.BigEndian4(AcceptPolicy))
            .Attribute(7, "filter"));

    private static NetfilterMessage RuleOf(string table, TraceRule rule) => NetfilterMessage.Of(
        NetfilterMessage.TablesSubsystem, NewRule, NetfilterMessage.Create | NetfilterMessage.Append, Inet, 0,
        w => w.Attribute(1, table).Attribute(2, rule.Chain).Attribute(4 | Nested, rule.Expressions));

    private static TablePart PartOf(int index) => index switch
    {
        < 0 => TablePart.All,
        0 => TablePart.Table,
        _ when index <= TraceChains.All.Count => TablePart.Chain,
        _ => TablePart.Rule,
    };

    private static uint GenerationOf(NetfilterSocket socket)
    {
        if (RuleGeneration.Ask(socket, out uint? generation) is { } refusal)
        {
            throw TraceFailure.Of(refusal, TablePart.All);
        }

        return generation ?? throw new ContainerNetException(
            Problem.NetlinkRefused, "netfilter", "Netfilter did not tell the generation of its rule set.");
    }
}
