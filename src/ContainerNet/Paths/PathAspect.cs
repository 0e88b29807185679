namespace ContainerNet.Paths;

/// <summary>In what two paths differ.</summary>
public enum PathAspect
{
    /// <summary>Not the same packet: another destination or transport.</summary>
    Packet,

    /// <summary>What became of the packet.</summary>
    Verdict,

    /// <summary>Which hop decided that.</summary>
    DecidingHop,

    /// <summary>The first hop of the packet's way that is another one, or missing.</summary>
    Hop,

    /// <summary>The packet's addresses after a hop that both have.</summary>
    Addresses,

    /// <summary>The first rule on the answer's way that is another one, or missing.</summary>
    AnswerRule,
}
