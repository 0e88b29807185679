using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>One step of a packet's way: what it met, and how it looked afterwards.</summary>
public sealed record Hop
{
    /// <summary>What it met.</summary>
    public required HopLayer Layer { get; init; }

    /// <summary>What that did.</summary>
    public required HopAction Action { get; init; }

    /// <summary>Whether the packet or its answer was here.</summary>
    public PathDirection Direction { get; init; }

    /// <summary>The network namespace: "host", or the name of a container.</summary>
    public string Place { get; init; } = HostPlace;

    /// <summary>The place of what happens in the host's own namespace.</summary>
    public const string HostPlace = "host";

    /// <summary>prerouting, input, forward, output, postrouting; null outside netfilter.</summary>
    public string? Hook { get; init; }

    /// <summary>The interface that it came in by; null for a packet that was made here.</summary>
    public string? InputInterface { get; init; }

    /// <summary>The interface that it leaves by; null as long as that is not decided.</summary>
    public string? OutputInterface { get; init; }

    /// <summary>Both: "host0", "host0 -> docker0".</summary>
    public string Device => InputInterface is null ? OutputInterface ?? ""
        : OutputInterface is null ? InputInterface : $"{InputInterface} -> {OutputInterface}";

    /// <summary>Which rule engine; null outside netfilter.</summary>
    public FirewallBackend? Backend { get; init; }

    /// <summary>Family of the table: ip, ip6, inet, bridge.</summary>
    public string? Family { get; init; }

    /// <summary>The table.</summary>
    public string? Table { get; init; }

    /// <summary>The chain.</summary>
    public string? Chain { get; init; }

    /// <summary>The rule's handle in nf_tables, or null (a policy, a legacy table).</summary>
    public long? Handle { get; init; }

    /// <summary>The rule's position in its chain from 1, or null.</summary>
    public int? Number { get; init; }

    /// <summary>The rule's text, "policy drop" for a policy; null outside netfilter, or when the rule was gone before it could be read.</summary>
    public string? Rule { get; init; }

    /// <summary>The rule's comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Packets that the rule had counted when it was read, or null.</summary>
    public long? Packets { get; init; }

    /// <summary>Who wrote the rule.</summary>
    public RuleOwner Owner { get; init; }

    /// <summary>firewalld's zone or policy that the rule belongs to, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>The packet's addresses after it.</summary>
    public PacketHeader? Packet { get; init; }

    /// <summary>Why it stopped the packet where no rule says so; null when it did not, or when that is not known.</summary>
    public HopReason? Reason { get; init; }

    /// <summary>What is to be said besides: the program that took it, the switch that stopped it.</summary>
    public string Detail { get; init; } = "";
}
