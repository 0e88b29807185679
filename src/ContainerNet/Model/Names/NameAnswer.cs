using System.Net;

namespace ContainerNet.Model.Names;

/// <summary>What a name stands for inside a container.</summary>
/// <param name="Kind">How it is answered.</param>
/// <param name="Addresses">What it stands for; empty when nobody answers or that is not known.</param>
/// <param name="Owners">The containers that have these addresses; where nobody answers, those that have the name and are not reached by
/// it: on other networks, or not running.</param>
internal sealed record NameAnswer(NameKind Kind, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<Container> Owners)
{
    /// <summary>The network whose name server answers, or the one without names; null for other kinds.</summary>
    public string? Network { get; init; }

    /// <summary>An answer without an address.</summary>
    public static NameAnswer Nothing(NameKind kind, params IEnumerable<Container> owners) => new(kind, [], [.. owners]);
}
