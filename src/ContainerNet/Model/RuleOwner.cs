namespace ContainerNet.Model;

/// <summary>Who wrote a chain or rule, as far as its name and shape tell.</summary>
public enum RuleOwner
{
    /// <summary>Nobody that we know: an administrator, a script, another tool.</summary>
    Unknown,

    /// <summary>Docker Engine.</summary>
    Docker,

    /// <summary>DOCKER-USER: the place that Docker keeps for the administrator.</summary>
    DockerUser,

    /// <summary>Podman's netavark.</summary>
    Netavark,

    /// <summary>firewalld.</summary>
    Firewalld,

    /// <summary>ufw.</summary>
    Ufw,

    /// <summary>kube-proxy and Kubernetes network plugins.</summary>
    Kubernetes,

    /// <summary>libvirt.</summary>
    Libvirt,

    /// <summary>ContainerNet itself (a trace that is under way).</summary>
    ContainerNet,

    /// <summary>A base chain, which belongs to the kernel's hooks and to everybody.</summary>
    Kernel,
}
