using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>A socket that waits, with the inode by which its process is found.</summary>
/// <param name="Protocol">The transport.</param>
/// <param name="Address">Where it is bound.</param>
/// <param name="Port">Its port.</param>
/// <param name="Waiting">Connections that wait to be accepted.</param>
/// <param name="Inode">The socket's inode; 0 for none.</param>
internal readonly record struct Listening(Protocol Protocol, IPAddress Address, int Port, int Waiting, long Inode)
{
    /// <summary>How many may wait; null where it is not told.</summary>
    public int? Backlog { get; init; }

    /// <summary>Does a socket of IPv6 leave IPv4 alone? Null where it is not told.</summary>
    public bool? OnlyIPv6 { get; init; }
}
