namespace ContainerNet.Paths.Ingresses;

/// <summary>What is known of an annotation of ingress-nginx.</summary>
/// <param name="Name">Its name without the prefix.</param>
/// <param name="Risk">Its risk.</param>
/// <param name="Shape">What its value has to look like.</param>
/// <param name="IsStrict">Does a wrong value make the controller pass over the whole Ingress, and not over the annotation alone?</param>
internal sealed record AnnotationKind(string Name, AnnotationRisk Risk, AnnotationShape Shape = AnnotationShape.Any, bool IsStrict = false);
