using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Makes facts of the messages of a dump. A message that is cut off is told and passed over.</summary>
internal static class TableDecoder
{
    /// <summary>Decodes every message.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="decode">Gives null for a message of another kind.</param>
    /// <param name="broken">Is told of each message that is cut off.</param>
    public static List<T> All<T>(
        IReadOnlyList<NetlinkMessage> messages, Func<NetlinkMessage, T?> decode, Action<string> broken)
        where T : class
    {
        List<T> facts = new(messages.Count);
        foreach (NetlinkMessage message in messages)
        {
            try
            {
                if (decode(message) is T fact)
                {
                    facts.Add(fact);
                }
            }
            catch (FormatException e)
            {
                broken(e.Message);
            }
        }

        return facts;
    }

    /// <summary>Decodes routes, and asks for next hop objects only where a route tells no more than their number.</summary>
    public static List<Route> Routes(
        IReadOnlyList<NetlinkMessage> messages, Func<IReadOnlyList<NetlinkMessage>> askNexthops, Action<string> broken)
    {
        List<Route> routes = All(messages, m => RouteDecoder.Decode(m), broken);
        if (!routes.Exists(RouteDecoder.IsUnnamed))
        {
            return routes;
        }

        Dictionary<uint, Nexthop> objects = [];
        foreach (Nexthop hop in All(askNexthops(), NexthopDecoder.Decode, broken))
        {
            objects[hop.Id] = hop;
        }

        return All(messages, m => RouteDecoder.Decode(m, objects), _ => { });
    }
}
