using System.ComponentModel;
using System.Management.Automation;
using System.Text;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>What ContainerNet.Types.ps1xml adds to a snapshot so that it comes whole through remoting.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SnapshotMembers
{
    /// <summary>All of it, without secrets.</summary>
    public static string Json(PSObject snapshot) => Encoding.UTF8.GetString(SnapshotJson.Write(Of(snapshot)));

    /// <summary>The host's own name.</summary>
    public static string HostName(PSObject snapshot) => Of(snapshot).Host.Name;

    private static Snapshot Of(PSObject snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (Snapshot)snapshot.BaseObject;
    }
}
