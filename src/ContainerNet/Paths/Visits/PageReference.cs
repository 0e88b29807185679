using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>Something that a page, a style sheet or a script names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Address">The address as it is written.</param>
internal sealed record PageReference(VisitKind Kind, string Address);
