namespace ContainerNet.Lab.EndToEnd;

/// <summary>The tests that share the hosts for traces.</summary>
[CollectionDefinition(Name)]
public sealed class TraceCollection : ICollectionFixture<TraceHosts>
{
    /// <summary>Its name.</summary>
    public const string Name = "traces";
}
