namespace ContainerNet.Paths.Rules;

/// <summary>What connection tracking of one namespace knows of a conversation (nf_conntrack).</summary>
public sealed class Connection
{
    /// <summary>As its first packet came.</summary>
    public PacketTuple Original { get; set; }

    /// <summary>As the answer will come: the original turned round, with its translations.</summary>
    public PacketTuple Reply { get; set; }

    /// <summary>The connection mark.</summary>
    public uint Mark { get; set; }

    /// <summary>Has an answer been seen, so that packets are established, no longer new?</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Was its destination looked up in nat rules, with or without a change?</summary>
    public bool IsDestinationDecided { get; set; }

    /// <summary>Was its source looked up in nat rules?</summary>
    public bool IsSourceDecided { get; set; }

    /// <summary>Is its destination rewritten (IPS_DST_NAT)?</summary>
    public bool IsDestinationTranslated { get; set; }

    /// <summary>Is its source rewritten (IPS_SRC_NAT)?</summary>
    public bool IsSourceTranslated { get; set; }

    /// <summary>Has it had its first packet? Before that it is only the room for one.</summary>
    internal bool IsBegun => Original.Protocol != 0;

    /// <summary>Another one like it.</summary>
    internal Connection Copy() => (Connection)MemberwiseClone();

    /// <summary>Forgets everything, so that another conversation may begin in it.</summary>
    public void Clear()
    {
        Original = default;
        Reply = default;
        Mark = 0;
        IsAnswered = false;
        IsDestinationDecided = false;
        IsSourceDecided = false;
        IsDestinationTranslated = false;
        IsSourceTranslated = false;
    }
}
