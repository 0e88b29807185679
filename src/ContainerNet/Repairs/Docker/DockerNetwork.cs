using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>A bridge network as far as its rules of one family are concerned.</summary>
/// <param name="Bridge">The bridge interface.</param>
/// <param name="Subnet">Its range in the family, or null: then it has isolation rules only.</param>
/// <param name="Network">The network.</param>
internal sealed record DockerNetwork(string Bridge, IPNetwork? Subnet, ContainerNetwork Network);
