namespace ContainerNet.Model.Compose;

/// <summary>Who holds a port.</summary>
public enum PortHolder
{
    /// <summary>A process of the host.</summary>
    Process,

    /// <summary>A container that runs, which the port is published for.</summary>
    Container,

    /// <summary>Another service of the project, or another container of the same one.</summary>
    Service,
}
