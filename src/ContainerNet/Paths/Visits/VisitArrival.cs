namespace ContainerNet.Paths.Visits;

/// <summary>Where a request came in the end.</summary>
/// <param name="Url">The address that the browser has then.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Step">The number of the step.</param>
internal sealed record VisitArrival(Uri Url, VisitAnswer Answer, int Step);
