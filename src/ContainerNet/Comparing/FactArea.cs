namespace ContainerNet.Comparing;

/// <summary>What a fact that hosts are compared by is about. The order is the one in which differences that change no path are listed.</summary>
public enum FactArea
{
    /// <summary>An engine: which, and in which version (CN8003).</summary>
    Engine,

    /// <summary>The image that a container runs, by its digest (CN8002).</summary>
    Image,

    /// <summary>An option of an engine's daemon (CN8003).</summary>
    EngineOption,

    /// <summary>firewalld: whether it runs, its version and backend (CN8003).</summary>
    Firewalld,

    /// <summary>Which rule engines hold rules (CN8003).</summary>
    RuleBackend,

    /// <summary>A zone of firewalld: what it lets through, and what is bound to it (CN8004).</summary>
    Zone,

    /// <summary>The policy of a base chain (CN8004).</summary>
    Policy,

    /// <summary>The rules of a chain that are about the same (CN8004).</summary>
    Rules,

    /// <summary>The members of a set or map that rules look into (CN8004).</summary>
    Set,

    /// <summary>Routes, and rules that choose among them (CN8004).</summary>
    Route,

    /// <summary>The state of an uplink or bridge (CN8004).</summary>
    Link,

    /// <summary>A kernel setting (CN8001).</summary>
    Setting,

    /// <summary>A container: whether it is there and runs (CN8005).</summary>
    Container,

    /// <summary>The ports that a container publishes (CN8005).</summary>
    Ports,

    /// <summary>The network mode and the networks of a container (CN8005).</summary>
    NetworkMode,

    /// <summary>What listens in a container (CN8005).</summary>
    Listeners,

    /// <summary>A network: its driver and what it promises (CN8005).</summary>
    Network,

    /// <summary>A route of a reverse proxy (CN8005).</summary>
    ProxyRoute,

    /// <summary>The kernel (CN8003).</summary>
    Kernel,

    /// <summary>The distribution (CN8003).</summary>
    OperatingSystem,

    /// <summary>What files say that a kernel setting is at the next boot (CN8001).</summary>
    BootSetting,
}
