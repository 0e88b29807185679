namespace ContainerNet.Cmdlets;

/// <summary>Which side of a setting is meant; the words of NetTCPIP and NetSecurity.</summary>
public enum PolicyStore
{
    /// <summary>What is in force now.</summary>
    Active,

    /// <summary>What the files set at the next start.</summary>
    Persistent,
}
