namespace ContainerNet.Sources.Namespaces;

/// <summary>What to ask for in a container's network namespace.</summary>
[Flags]
internal enum NamespaceParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>TCP sockets that listen.</summary>
    Listeners = 1,

    /// <summary>Interfaces, addresses, routes and routing rules.</summary>
    Network = 2,

    /// <summary>Which base chains there are.</summary>
    Chains = 4,
}
