using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Which ingresses count: those of the controller's classes and namespace, without what it refuses. What is in a cluster was
/// admitted once, so that only what holds there too is held against it (store.go); a manifest has to pass the webhook as well (CheckIngress).</summary>
internal sealed class IngressAdmission(IngressSet set)
{
    private readonly ControllerSettings _settings = set.Controller;
    private readonly List<string> _assumptions = [];

    /// <summary>What was taken for granted, because nothing that was read says it.</summary>
    public IReadOnlyList<string> Assumptions => _assumptions;

    /// <summary>Why an Ingress does not count; null when it does.</summary>
    public IngressExclusion? Exclude(Ingress ingress, IngressOptions options)
    {
        if (ForeignClass(ingress) is { } foreign)
        {
            return new IngressExclusion(ingress, foreign, IsForeign: true);
        }

        if (_settings.WatchedNamespace.Length > 0 && _settings.WatchedNamespace != ingress.Namespace)
        {
            return new IngressExclusion(ingress, $"the controller looks at the namespace {_settings.WatchedNamespace} only", IsForeign: true);
        }

        string? reason = options.Issues.FirstOrDefault(i => i.Fate == AnnotationFate.RefusesIngress)?.ToString()
            ?? (_settings.DisablesCatchAll && ingress.DefaultBackend is not null ? "it has a default backend, and the controller is started with --disable-catch-all" : null)
            ?? (set.IsCluster ? null : RefusedPath(ingress) ?? RefusedSnippet(options));
        return reason is null ? null : new IngressExclusion(ingress, reason, IsForeign: false);
    }

    /// <summary>A path that strict-validate-path-type refuses.</summary>
    public static bool IsRefused(IngressPath path) => path.Path.Length > 0 && path.Type != IngressPathType.ImplementationSpecific && !IsPlain(path.Path);

    private string? ForeignClass(Ingress ingress)
    {
        if (ingress.ClassName is { } name)
        {
            return set.Classes is null ? WithoutClasses(ingress, name)
                : set.Classes.FirstOrDefault(c => c.Name == name) is not { } known ? $"there is no IngressClass {name}"
                : known.Controller == _settings.ControllerClass ? null : $"its class {name} belongs to {known.Controller}";
        }

        if (ingress.Annotation("kubernetes.io/ingress.class") is { } annotation)
        {
            return annotation.Value == _settings.ClassAnnotation ? null : $"its annotation kubernetes.io/ingress.class is {annotation.Value}";
        }

        // The API server gives the default class to what is made without one, so in a manifest it has it yet to come.
        bool getsDefault = !set.IsCluster && set.Classes?.Any(c => c.IsDefault && c.Controller == _settings.ControllerClass) is true;
        if (!set.IsCluster && set.Classes is null && !_settings.WatchesWithoutClass)
        {
            _assumptions.Add($"{ingress.Key} has no class: it is taken to get one of this controller by default, for no IngressClass was read");
            return null;
        }

        return _settings.WatchesWithoutClass || getsDefault ? null : "it has no class, and the controller takes only those of its own";
    }

    /// <summary>Whose a class is that is only known by its name: charts call it nginx, and who writes this controller's annotations means it.</summary>
    private string? WithoutClasses(Ingress ingress, string name)
    {
        bool isMeant = name.Contains("nginx", StringComparison.OrdinalIgnoreCase)
            || ingress.Annotations.Any(a => a.Name.StartsWith($"{_settings.AnnotationsPrefix}/", StringComparison.Ordinal));
        if (name != _settings.ClassAnnotation && isMeant)
        {
            _assumptions.Add($"{ingress.Key} has the class {name}: it is taken for one of this controller, for no IngressClass was read");
        }

        return isMeant || name == _settings.ClassAnnotation ? null : $"its class is {name}, and no IngressClass says whose that is";
    }

    private string? RefusedPath(Ingress ingress)
    {
        if (!_settings.IsStrictAboutPaths)
        {
            return null;
        }

        IngressPath? refused = ingress.Rules.SelectMany(r => r.Paths ?? []).FirstOrDefault(IsRefused);
        return refused is null ? null : $"its path {refused.Path} cannot be used with pathType {refused.Type?.ToString() ?? "<nil>"}";
    }

    /// <summary>The webhook refuses a snippet that the controller would only pass over.</summary>
    private static string? RefusedSnippet(IngressOptions options) =>
        options.Issues.FirstOrDefault(i => i.Fate == AnnotationFate.Ignored && i.Annotation.Name.EndsWith("-snippet", StringComparison.Ordinal)
            && i.Reason.StartsWith("is a snippet", StringComparison.Ordinal))?.ToString();

    private static bool IsPlain(string path) => path[0] == '/' && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');
}
