namespace ContainerNet.Metrics;

/// <summary>Samples of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Help">What they mean, in a sentence.</param>
internal sealed record MetricFamily(string Name, string Help);
