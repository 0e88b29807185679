namespace ContainerNet.Hosting;

/// <summary>Takes the messages of a netlink answer as they come: all, or those that are wanted, up to a limit.</summary>
/// <param name="isWanted">Looks at a message's payload; null for all.</param>
/// <param name="limit">After how many to stop reading.</param>
internal sealed class NetlinkSink(NetlinkSink.Filter? isWanted = null, int limit = int.MaxValue)
{
    /// <summary>Looks at the payload of a message.</summary>
    public delegate bool Filter(ReadOnlySpan<byte> payload);

    /// <summary>What was taken.</summary>
    public List<NetlinkMessage> Messages { get; } = [];

    /// <summary>Takes a message if it is wanted; false when it is full.</summary>
    public bool Take(ushort type, ReadOnlySpan<byte> payload)
    {
        if (isWanted is null || isWanted(payload))
        {
            Messages.Add(new NetlinkMessage(type, payload.ToArray()));
        }

        return Messages.Count < limit;
    }
}
