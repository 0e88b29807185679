using ContainerNet.Checks.Firewall;
using ContainerNet.Checks.Host;
using ContainerNet.Checks.Names;
using ContainerNet.Checks.Networks;
using ContainerNet.Checks.Ports;
using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;

namespace ContainerNet.Checks;

/// <summary>Every check, sorted by code. The list is explicit, so that a new check is seen in review.</summary>
public static class CheckCatalog
{
    /// <summary>The checks.</summary>
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new ForwardingOffCheck(),                // CN1001
        new ForwardingNotPersistentCheck(),      // CN1002
        new ForwardingOffIPv6Check(),            // CN1003
        new ForwardingOffOnInterfaceCheck(),     // CN1004
        new ReversePathFilterCheck(),            // CN1005
        new ConnectionTableFullCheck(),          // CN1006
        new RouteLocalnetOffCheck(),             // CN1007
        new BridgedPacketsCheck(),               // CN1008
        new FirewallStartedAfterEngineCheck(),   // CN1009
        new SysctlRulesDisagreeCheck(),          // CN1010
        new ForwardingRefusedAtStartCheck(),     // CN1011
        new BridgeDownCheck(),                   // CN2001
        new VethDetachedCheck(),                 // CN2002
        new AddressMissingCheck(),               // CN2003
        new SubnetOverlapCheck(),                // CN2004
        new MtuTooLargeCheck(),                  // CN2005
        new InternalNetworkPortCheck(),          // CN2006
        new NetworkModeWithoutPortsCheck(),      // CN2007
        new BridgeAddressLostCheck(),            // CN2008
        new ChainsGoneCheck(),                   // CN3001
        new DnatMissingCheck(),                  // CN3002
        new ForwardPolicyDropCheck(),            // CN3004
        new BridgeWithoutZoneCheck(),            // CN3005
        new HostPortClosedCheck(),               // CN3006
        new ZoneDriftCheck(),                    // CN3007
        new LegacyTablesCheck(),                 // CN3008
        new MasqueradeMissingCheck(),            // CN3009
        new DockerUserDropCheck(),               // CN3010
        new FirewallNotManagedCheck(),           // CN3011
        new StaleConnectionCheck(),              // CN3013
        new FirewalldWipesRulesCheck(),          // CN3015
        new IsolationMissingCheck(),             // CN3016
        new NameOnDefaultBridgeCheck(),          // CN4003
        new StaleHostsEntryCheck(),              // CN4004
        new ListensOnLoopbackCheck(),            // CN5001
        new NothingListensCheck(),               // CN5002
        new PublishedOnLoopbackCheck(),          // CN5003
        new HostPortHeldCheck(),                 // CN5004
        new ContainerNotRunningCheck(),          // CN5005
        new ForwarderMissingCheck(),             // CN5006
        new FamilyMismatchCheck(),               // CN5007
        new HostNetworkLoopbackCheck(),          // CN5008
        new LowPortRefusedCheck(),               // CN5009
        new AcceptQueueFullCheck(),              // CN5010
        new MountSourceCheck(),                  // CN5011
        new HostLoopbackHiddenCheck(),           // CN5012
        new UpstreamRefusesCheck(),              // CN6001
        new UpstreamOnOwnLoopbackCheck(),        // CN6002
        new UpgradeLostCheck(),                  // CN6003
        new OldHttpCheck(),                      // CN6004
        new UpstreamMovedCheck(),                // CN6005
        new SchemeMismatchCheck(),               // CN6006
        new UpstreamClosesCheck(),               // CN6007
        new LocationNotReachedCheck(),           // CN6008
        new ConfigurationNotLoadedCheck(),       // CN6009
    ];

    /// <summary>The checks that look at the path of a packet, sorted by code. Some codes stand in both lists: their fault shows
    /// in facts on one host, and only in a packet's path on another.</summary>
    public static IReadOnlyList<IPathCheck> OnPaths { get; } =
    [
        new ReversePathFilterCheck(),            // CN1005
        new BridgedPacketsCheck(),               // CN1008
        new RuleDropCheck(),                     // CN3003
        new SecondFirewallCheck(),               // CN3012
        new DirectAccessCheck(),                 // CN3014
    ];

    /// <summary>Everything that can be found, in facts or on a path, each once and sorted by code.</summary>
    public static IReadOnlyList<FindingDescriptor> Descriptors { get; } =
    [
        .. All.SelectMany(c => c.Reports).Concat(OnPaths.SelectMany(c => c.Reports)).DistinctBy(d => d.Code)
            .OrderBy(d => d.Code, StringComparer.Ordinal),
    ];

    /// <summary>What is known of a code, or null for a code that no check reports.</summary>
    public static FindingDescriptor? Descriptor(string code) => s_descriptors.GetValueOrDefault(code);

    private static readonly Dictionary<string, FindingDescriptor> s_descriptors =
        Descriptors.ToDictionary(d => d.Code, StringComparer.Ordinal);
}
