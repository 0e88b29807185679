using System.Net;

namespace ContainerNet.Sources.Netlink;

/// <summary>A next hop that routes name by a number (ip-nexthop(8)).</summary>
/// <param name="Id">Its number.</param>
/// <param name="LinkIndex">The interface; 0 for none.</param>
/// <param name="Gateway">The address; null when on link.</param>
/// <param name="IsBlackhole">Does it drop what comes?</param>
/// <param name="IsDead">Does the kernel pass it over?</param>
/// <param name="Group">Of a group: its members by number, with their weights; else null.</param>
/// <param name="NotUnderstood">What else it does and is not followed; null when there is nothing.</param>
internal sealed record Nexthop(
    uint Id,
    int LinkIndex,
    IPAddress? Gateway,
    bool IsBlackhole,
    bool IsDead,
    IReadOnlyList<(uint Id, int Weight)>? Group,
    string? NotUnderstood);
