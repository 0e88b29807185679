namespace ContainerNet.Model.Names;

/// <summary>How a name is answered inside a container.</summary>
internal enum NameKind
{
    /// <summary>It cannot be told from what was read.</summary>
    Unknown,

    /// <summary>It is an address.</summary>
    Literal,

    /// <summary>A line of the container's /etc/hosts.</summary>
    HostsFile,

    /// <summary>The name server of a network (Docker's at 127.0.0.11, Podman's aardvark-dns).</summary>
    EmbeddedDns,

    /// <summary>A container of the engine has that name, and nobody answers for it: the asker is only on networks without names, such as
    /// the default bridge.</summary>
    NoNamesOnDefaultBridge,

    /// <summary>No running container on the asker's networks has it. A name server outside may know it.</summary>
    NoSuchName,
}
