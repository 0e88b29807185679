using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>Everything that an engine would have written for one address family.</summary>
internal sealed record ExpectedRules
{
    /// <summary>The family.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>The chains that the engine makes, in the order of making.</summary>
    public required IReadOnlyList<(string Table, string Chain)> Chains { get; init; }

    /// <summary>The rules, per chain in the order in which a host has them that was never damaged.</summary>
    public required IReadOnlyList<ExpectedRule> Rules { get; init; }

    /// <summary>Rules of containers and networks that went while a repair was under way. The engine took them away when they were
    /// not there, so what the repair has brought since would stay for ever.</summary>
    public IReadOnlyList<ExpectedRule> Gone { get; init; } = [];

    /// <summary>The forward policy that the engine set, to be put back when the whole table was deleted; null when the
    /// engine set none.</summary>
    public bool DropForward { get; init; }
}
