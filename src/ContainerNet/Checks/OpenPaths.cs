using System.Net;
using ContainerNet.Checks.Firewall;
using ContainerNet.Checks.Host;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>Packets that went where a finding says that nothing holds them back, or changes them.</summary>
internal static class OpenPaths
{
    /// <summary>The findings whose opening a delivered packet went through, or that say why nobody could answer one.</summary>
    public static IEnumerable<Finding> Shown(PacketPath path, Snapshot facts, IReadOnlyList<Finding> findings) =>
        findings.Where(f => (path.Verdict, f.Code) switch
        {
            (PathVerdict.Delivered, "CN1008") => BridgedPacketsCheck.IsBypass(f) && IsWithin(path, facts, f),
            (PathVerdict.Delivered, "CN3016") =>
                IsolationMissingCheck.IsBetweenNetworks(f) ? IsBetweenNetworks(path, facts, f) : IsDirect(path, facts, f),
            (PathVerdict.Unanswered, "CN3009") => LeftUntranslated(path, facts, f),
            _ => false,
        });

    /// <summary>Left the host with the source that its container gave it.</summary>
    private static bool LeftUntranslated(PacketPath path, Snapshot facts, Finding finding) =>
        path.Hops.LastOrDefault(h => h.Direction == PathDirection.Original && h.Packet is not null)
            is { Action: HopAction.Leave, Place: Hop.HostPlace, Packet: { Source: { } source } }
        && finding.Network is { } network && IsOn(facts, source, network);

    private static bool IsWithin(PacketPath path, Snapshot facts, Finding finding) =>
        finding.Network is { } network && IsOn(facts, path.Packet.Source, network) && IsOn(facts, path.Packet.Destination, network);

    private static bool IsOn(Snapshot facts, IPAddress? address, string network) =>
        PathEnd.ContainerAt(facts, address)?.Endpoints.Any(e => Questions.Is(e.Network, network)
            && address is not null && (address.Equals(e.IPv4) || address.Equals(e.IPv6))) == true;

    private static bool IsBetweenNetworks(PacketPath path, Snapshot facts, Finding finding) => path.Hops.Any(h =>
        h is { Direction: PathDirection.Original, InputInterface: not null, OutputInterface: not null }
        && !Questions.Is(h.InputInterface, h.OutputInterface)
        && PathEnd.NetworkOf(facts, h.InputInterface) is { } from && Questions.Is(from.Engine, finding.Engine)
        && PathEnd.NetworkOf(facts, h.OutputInterface) is { } to && Questions.Is(to.Engine, finding.Engine));

    /// <summary>Sent to a container's own address by somebody who is not on its network.</summary>
    private static bool IsDirect(PacketPath path, Snapshot facts, Finding finding) =>
        PathEnd.ContainerAt(facts, path.Packet.Destination) is { } container && Questions.Is(container.Engine, finding.Engine)
        && path.Hops.Any(h => h is { Direction: PathDirection.Original, InputInterface: not null, OutputInterface: not null }
            && !Questions.Is(h.InputInterface, h.OutputInterface)
            && PathEnd.NetworkOf(facts, h.OutputInterface) is { } network
            && container.Endpoints.Any(e => Questions.Is(e.Network, network.Name)));
}
