using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A location, ready to take requests. Everything is compiled when it is first needed: most of a configuration never is.</summary>
internal sealed class CompiledLocation(Location location)
{
    private Dictionary<ProxyDirective, CompiledStep>? _steps;

    /// <summary>The location.</summary>
    public Location Location => location;

    /// <summary>The locations inside.</summary>
    public LocationTable Inside => field ??= new LocationTable(location.Locations);

    /// <summary>Its pattern.</summary>
    public Pcre? Pattern => field ??= location.Modifier switch
    {
        LocationModifier.Regex => new Pcre(location.Pattern, ignoreCase: false),
        LocationModifier.RegexIgnoreCase => new Pcre(location.Pattern, ignoreCase: true),
        _ => null,
    };

    /// <summary>Does a path that lacks only its last slash get redirected here?</summary>
    public bool RedirectsToSlash => location.Content?.Kind is ContentKind.Proxy or ContentKind.Gateway
        && location.Pattern.EndsWith('/');

    /// <summary>One of its steps, compiled once.</summary>
    public CompiledStep Step(ProxyDirective directive)
    {
        _steps ??= new Dictionary<ProxyDirective, CompiledStep>(ReferenceEqualityComparer.Instance);
        if (!_steps.TryGetValue(directive, out CompiledStep? step))
        {
            _steps.Add(directive, step = new CompiledStep(directive));
        }

        return step;
    }
}
