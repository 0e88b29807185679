using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>One container engine on one socket, read into the common model.</summary>
/// <remarks>Members throw <see cref="Hosting.ContainerNetException"/> when the engine does not answer as its API says.</remarks>
public interface IContainerEngine
{
    /// <summary>The name that -Engine takes.</summary>
    string Name { get; }

    /// <summary>Asks the engine who it is.</summary>
    Task<Reading<ContainerEngine>> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Its containers, running or not.</summary>
    Task<Reading<IReadOnlyList<Container>>> ReadContainersAsync(CancellationToken cancellationToken);

    /// <summary>Its networks; their members are left to <see cref="EngineReader"/>, which has the containers.</summary>
    Task<Reading<IReadOnlyList<ContainerNetwork>>> ReadNetworksAsync(CancellationToken cancellationToken);
}
