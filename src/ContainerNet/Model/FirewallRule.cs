using System.Diagnostics.CodeAnalysis;

namespace ContainerNet.Model;

/// <summary>One rule: its text, what it matches and what it does.</summary>
public sealed record FirewallRule
{
    private const long None = -1;

    private readonly object _text = "";

    // Numbers that may be missing take half the room this way; of rules there may be very many.
    private readonly long _handle = None;
    private readonly long _packets = None;
    private readonly long _bytes = None;

    /// <summary>An empty one.</summary>
    public FirewallRule()
    {
    }

    /// <summary>With a text that is made a string only when somebody asks for it; the other required members must be set.</summary>
    [SetsRequiredMembers]
    internal FirewallRule(RuleText text)
    {
        Text = "";
        Chain = "";
        _text = text;
    }

    /// <summary>The table that holds it.</summary>
    public required FirewallTable Table { get; init; }

    /// <summary>The chain that holds it.</summary>
    public required string Chain { get; init; }

    /// <summary>Position in the chain, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The kernel's handle (nf_tables), or null when it was not read.</summary>
    public long? Handle
    {
        get => _handle == None ? null : _handle;
        init => _handle = value ?? None;
    }

    /// <summary>The rule as the tool prints it, without counters: "-i eth0 -j DROP" or "iifname \"eth0\" drop".</summary>
    public required string Text
    {
        get => _text as string ?? _text.ToString() ?? "";
        init => _text = value;
    }

    /// <summary>What must hold for the rule to act; all of them.</summary>
    public IReadOnlyList<RuleMatch> Matches { get; init; } = [];

    /// <summary>What the rule does.</summary>
    public RuleAction Action { get; init; }

    /// <summary>What the rule does besides, before its action takes hold; null in snapshots of an earlier version.</summary>
    public IReadOnlyList<RuleEffect>? Effects { get; init; }

    /// <summary>The map that gives the verdict (<see cref="RuleAction.VerdictMap"/>) or the address of a translation; null when
    /// the rule looks nothing up.</summary>
    public RuleMap? Map { get; init; }

    /// <summary>The chain of a jump or goto, or the address of a translation: "192.0.2.2:80", ":80", "192.0.2.2-192.0.2.9:80-90",
    /// "192.0.2.2:80-90/80" (ports shifted by their distance from the last). Where the address stands in a <see cref="Map"/>,
    /// the port alone or nothing.</summary>
    public string? Target { get; init; }

    /// <summary>Packets counted, or null when the rule has no counter.</summary>
    public long? Packets
    {
        get => _packets == None ? null : _packets;
        init => _packets = value ?? None;
    }

    /// <summary>Bytes counted, or null when the rule has no counter.</summary>
    public long? Bytes
    {
        get => _bytes == None ? null : _bytes;
        init => _bytes = value ?? None;
    }

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Who wrote it.</summary>
    public RuleOwner Owner { get; init; }

    /// <summary>False when some part was not understood: nothing may be concluded from it.</summary>
    public bool Understood => Action != RuleAction.Unknown
        && Matches.All(m => m.Field != RuleField.Unknown);

    /// <summary>The match on a field, or null.</summary>
    public RuleMatch? Match(RuleField field)
    {
        // Asked for every rule on every path: a loop makes no garbage.
        for (int index = 0; index < Matches.Count; index++)
        {
            if (Matches[index].Field == field)
            {
                return Matches[index];
            }
        }

        return null;
    }
}
