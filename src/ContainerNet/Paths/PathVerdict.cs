namespace ContainerNet.Paths;

/// <summary>What became of a packet.</summary>
public enum PathVerdict
{
    /// <summary>Not everything was seen or understood, so nothing is concluded.</summary>
    Unknown,

    /// <summary>It arrived, and an answer came back.</summary>
    Delivered,

    /// <summary>It was thrown away without a word: by a rule, a policy, the routing decision or the reverse path filter.</summary>
    Dropped,

    /// <summary>It was refused and the sender was told: by a rule with ICMP or a reset, or because nobody listens.</summary>
    Rejected,

    /// <summary>It went as far as it could be followed, and no answer came back.</summary>
    Unanswered,
}
