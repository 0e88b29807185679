using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Requests;

/// <summary>The application behind an upstream, where it can be asked with nothing between.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Address">The address that it listens on, inside.</param>
/// <param name="Port">The port that it listens on, inside.</param>
public sealed record ApplicationPlace(Container Container, IPAddress Address, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"container {Container.Name}";
}
