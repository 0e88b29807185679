using ContainerNet.Interop;

namespace ContainerNet.Hosting;

/// <summary>What nf_tables holds, in the kernel's own form, in the network namespace of the calling thread.</summary>
internal static class TablesSocket
{
    /// <summary>struct nfgenmsg.</summary>
    private const int HeaderLength = 4;

    /// <summary>NFTA_RULE_TABLE.</summary>
    private const ushort RuleTable = 1;

    /// <summary>NFTA_RULE_CHAIN.</summary>
    private const ushort RuleChain = 2;

    // A request for a subsystem that is not there makes the kernel load its module (nfnetlink.c, nfnetlink_rcv_msg).
    private static readonly Lazy<bool> s_isThere = new(() => KernelModules.IsThere("nf_tables"));

    /// <summary>As <see cref="IHost.DumpTables"/>.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static bool? Dump(TablesQuestion question, NetfilterAnswer take)
    {
        if (!s_isThere.Value)
        {
            return null;
        }

        NetfilterMessage request = NetfilterMessage.Of(
            NetfilterMessage.TablesSubsystem, question.Command, 0, question.Family, 0,
            attributes =>
            {
                _ = question.Table is null ? attributes : attributes.Attribute(RuleTable, question.Table);
                _ = question.Chain is null ? attributes : attributes.Attribute(RuleChain, question.Chain);
            });
        return NetlinkRequest.DumpEach(NativeSocket.NetfilterProtocol, request.Type, request.Payload, payload =>
        {
            if (payload.Length >= HeaderLength)
            {
                take(payload[0], payload[HeaderLength..]);
            }
        });
    }
}
