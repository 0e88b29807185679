namespace ContainerNet.Paths.Ingresses;

/// <summary>Says who answers a request.</summary>
public interface IRouteChooser
{
    /// <summary>Whose rules these are.</summary>
    string Name { get; }

    /// <summary>Who answers.</summary>
    RouteChoice Choose(Uri url, string method = "GET");
}
