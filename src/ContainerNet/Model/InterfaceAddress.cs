using System.Net;

namespace ContainerNet.Model;

/// <summary>An address of an interface.</summary>
public sealed record InterfaceAddress
{
    /// <summary>Index of the interface.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Length of the prefix in bits.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>global, link, host ...</summary>
    public string Scope { get; init; } = "global";
}
