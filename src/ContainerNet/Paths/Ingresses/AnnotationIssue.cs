using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>An annotation that does not do what it says.</summary>
/// <param name="Annotation">The annotation.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with its name.</param>
public sealed record AnnotationIssue(IngressAnnotation Annotation, AnnotationFate Fate, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Annotation.Name} {Reason}";
}
