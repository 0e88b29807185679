using System.Net;
using System.Net.Sockets;

namespace ContainerNet.Hosting;

/// <summary>Traffic control (tc(8)) in the network namespace of the calling thread: what comes in by one interface is handed
/// to another as if it had come in there. All of it hangs on the first interface and goes with it.</summary>
internal static class TrafficControl
{
    /// <summary>The modules that the requests below would make the kernel load.</summary>
    public static readonly IReadOnlyList<string> Modules = ["sch_ingress", "cls_u32", "act_mirred"];

    private const ushort NewDiscipline = 36, NewFilter = 44;
    private const ushort Exclusive = 0x200, Create = 0x400;
    private const ushort Kind = 1, Options = 2;
    private const int ClassifierHandle = unchecked((int)0xffff0000);
    private const int ClassifierParent = unchecked((int)0xfffffff1);
    private const int Incoming = unchecked((int)0xfffffff2);

    /// <summary>Makes room at an interface for filters of what comes in (clsact).</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void AddClassifier(int index) => RouteSocket.Change(
        NewDiscipline, Create | Exclusive,
        Header(index, ClassifierHandle, ClassifierParent, 0).Attribute(Kind, "clsact").Payload);

    /// <summary>Hands what comes in from one address over to another interface, as coming in there.</summary>
    /// <param name="index">The interface where it comes in, with a classifier.</param>
    /// <param name="source">The address that it comes from.</param>
    /// <param name="target">The interface that it shall come in by.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void Redirect(int index, IPAddress source, int target) =>
        RouteSocket.Change(NewFilter, Create | Exclusive, RedirectRequest(index, source, target));

    /// <summary>struct tcmsg and the attributes of a u32 filter with one mirred action.</summary>
    internal static byte[] RedirectRequest(int index, IPAddress source, int target)
    {
        const ushort Selector = 5, Action = 7, First = 1, ActionOptions = 2, MirrorParameters = 2;
        bool isIPv4 = source.AddressFamily == AddressFamily.InterNetwork;
        int protocol = IPAddress.HostToNetworkOrder((short)(isIPv4 ? 0x0800 : unchecked((short)0x86dd))) & 0xffff;
        int priority = isIPv4 ? 1 : 2;
        return Header(index, 0, Incoming, (priority << 16) | protocol)
            .Attribute(Kind, "u32")
            .Nested(Options, options => options
                .Attribute(Selector, SourceSelector(source.GetAddressBytes(), isIPv4 ? 12 : 8))
                .Nested(Action, actions => actions
                    .Nested(First, action => action
                        .Attribute(Kind, "mirred")
                        .Nested(ActionOptions, mirred => mirred.Attribute(MirrorParameters, Mirror(target))))))
            .Payload.ToArray();
    }

    private static NetlinkWriter Header(int index, int handle, int parent, int info) =>
        new NetlinkWriter().Raw(0).Raw(index).Raw(handle).Raw(parent).Raw(info);

    /// <summary>struct tc_u32_sel: an address is compared word by word; the first match decides (TC_U32_TERMINAL).</summary>
    private static ReadOnlySpan<byte> SourceSelector(byte[] address, int offset)
    {
        const byte Terminal = 1;
        NetlinkWriter selector = new NetlinkWriter().Raw(Terminal, 0, (byte)(address.Length / 4), 0).Raw(new byte[12]);
        for (int at = 0; at < address.Length; at += 4)
        {
            selector.Raw(-1).Raw(address.AsSpan(at, 4)).Raw(offset + at).Raw(0);
        }

        return selector.Payload;
    }

    /// <summary>struct tc_mirred: index, capab, action, refcnt, bindcnt, eaction, ifindex.</summary>
    private static ReadOnlySpan<byte> Mirror(int target)
    {
        const int Stolen = 4, RedirectIncoming = 3;
        return new NetlinkWriter().Raw(0).Raw(0).Raw(Stolen).Raw(0).Raw(0).Raw(RedirectIncoming).Raw(target).Payload;
    }
}
