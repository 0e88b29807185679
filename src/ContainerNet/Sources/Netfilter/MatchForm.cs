namespace ContainerNet.Sources.Netfilter;

/// <summary>How the words behind an option of iptables become values of the model.</summary>
internal enum MatchForm
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>A list with commas, any of which satisfies it.</summary>
    List,

    /// <summary>A list in capitals, where nft and the model have small letters.</summary>
    LowerList,

    /// <summary>In small letters.</summary>
    Lower,

    /// <summary>Any smaller number.</summary>
    Below,

    /// <summary>Any larger number.</summary>
    Above,

    /// <summary>The kind of a frame: unicast is host.</summary>
    Frame,

    /// <summary>A user of a socket.</summary>
    User,

    /// <summary>A group of a socket.</summary>
    Group,

    /// <summary>The option says it all: that there is a socket.</summary>
    Exists,

    /// <summary>The option says it all: yes.</summary>
    Yes,

    /// <summary>The option says it all, by its name.</summary>
    Name,

    /// <summary>A set of ipset and the directions.</summary>
    Set,

    /// <summary>"iif" or "oif" for the other conditions of this extension.</summary>
    Device,

    /// <summary>The comment, which is no condition.</summary>
    Comment,

    /// <summary>Changes counters only.</summary>
    Nothing,
}
