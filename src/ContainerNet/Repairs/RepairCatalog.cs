using ContainerNet.Repairs.Proxy;

namespace ContainerNet.Repairs;

/// <summary>Every repair that this version knows.</summary>
public static class RepairCatalog
{
    /// <summary>The repairs, by the first code that they mend.</summary>
    public static IReadOnlyList<IRepair> All { get; } =
    [
        new EnableForwardingRepair(),
        new KernelSettingRepair(),
        new BridgeUpRepair(),
        new AttachVethRepair(),
        new DockerChainRepair(),
        new BindBridgeZoneRepair(),
        new OpenFirewalldPortRepair(),
        new HostAcceptRepair(),
        new ForgetConnectionRepair(),
        new RestartUnitRepair(),
        new UnitEditRepair(),
        new ProxyRepair(),
    ];

    /// <summary>Is there a repair for findings of this code? Whether it fits a host, only a plan tells.</summary>
    public static bool Covers(string code) => For(code) is not null;

    /// <summary>The repair for a code, or null.</summary>
    public static IRepair? For(string code) => All.FirstOrDefault(r => r.Codes.Contains(code, StringComparer.Ordinal));
}
