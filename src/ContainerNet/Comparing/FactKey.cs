using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>One fact that every host has a value of, in names that mean the same on all hosts.</summary>
/// <param name="Area">What kind of fact.</param>
/// <param name="Name">Which: the key of a setting, the table and chain of rules, the name of an engine ...</param>
/// <param name="Container">The container that it is about; a host without that container has no such fact.</param>
/// <param name="Network">The network that it is about; a host without that network has no such fact.</param>
/// <param name="Owner">Who wrote the rules that it is about.</param>
internal sealed record FactKey(
    FactArea Area, string Name, string? Container = null, string? Network = null, RuleOwner Owner = RuleOwner.Unknown)
{
    /// <summary>As people are told.</summary>
    public string Text => Area switch
    {
        FactArea.Image => $"image of {Container}",
        FactArea.Engine => $"{Name} version",
        FactArea.Kernel => "kernel",
        FactArea.OperatingSystem => "operating system",
        FactArea.RuleBackend => "rule engines in use",
        FactArea.Policy => $"policy of {Name}",
        FactArea.Rules => (Container ?? Network) is { } about ? $"rules of {Name} about {about}" : $"rules of {Name}",
        FactArea.Set => $"set {Name}",
        FactArea.Container => $"container {Container ?? Name}",
        FactArea.Ports => $"ports of {Container}",
        FactArea.NetworkMode => $"networks of {Container}",
        FactArea.Listeners => $"listeners of {Container}",
        FactArea.Network => $"network {Network ?? Name}",
        FactArea.ProxyRoute => $"proxy route {Name}",
        FactArea.BootSetting => $"{Name} at boot",
        _ => Name,
    };

    /// <summary>The code of a difference in it.</summary>
    public string Code => Area switch
    {
        FactArea.Setting or FactArea.BootSetting => "CN8001",
        FactArea.Image => "CN8002",
        FactArea.Engine or FactArea.EngineOption or FactArea.Firewalld or FactArea.RuleBackend or FactArea.Kernel or FactArea.OperatingSystem => "CN8003",
        FactArea.Zone or FactArea.Policy or FactArea.Rules or FactArea.Set or FactArea.Route or FactArea.Link => "CN8004",
        _ => "CN8005",
    };

    /// <summary>The facts of a snapshot that it is made of: where they were not read, it is unknown.</summary>
    public FactKinds Needs => Area switch
    {
        FactArea.Setting or FactArea.BootSetting => FactKinds.Settings,
        FactArea.Zone or FactArea.Firewalld => FactKinds.Firewalld,
        FactArea.Policy or FactArea.Rules or FactArea.Set or FactArea.RuleBackend =>
            Name.StartsWith("ip6 ", StringComparison.Ordinal) ? FactKinds.Firewall6 : FactKinds.Firewall,
        FactArea.Route or FactArea.Link => FactKinds.Links,
        FactArea.Listeners => FactKinds.Engines | FactKinds.Listeners,
        FactArea.ProxyRoute => FactKinds.Proxies,
        FactArea.Kernel or FactArea.OperatingSystem => FactKinds.None,
        _ => FactKinds.Engines,
    };
}
