using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>A host that paths are walked on.</summary>
/// <param name="Name">What it is called in the comparison.</param>
/// <param name="Facts">Its facts.</param>
/// <param name="Roles">What its names stand for.</param>
/// <param name="Sheet">What it is compared by.</param>
internal sealed record HostCopy(string Name, Snapshot Facts, HostRoles Roles, FactSheet Sheet)
{
    /// <summary>Of a snapshot.</summary>
    public static HostCopy Of(string name, Snapshot facts) => new(name, facts, new HostRoles(facts), FactSheet.Of(facts));

    /// <summary>A text of this host in the names of another; null when that has nobody in one of the roles.</summary>
    public string? In(HostCopy other, string text) => other.Roles.Meant(Roles.Said(text));
}
