namespace ContainerNet.Model.Proxies;

/// <summary>What a problem with a configuration means.</summary>
public enum ProxyProblemKind
{
    /// <summary>The proxy itself would refuse the configuration, at its start or at a reload.</summary>
    Refused,

    /// <summary>The proxy may well take it, but it was not read here, so that nothing may be concluded from it.</summary>
    Unread,
}
