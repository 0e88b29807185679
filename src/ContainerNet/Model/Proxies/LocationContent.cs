namespace ContainerNet.Model.Proxies;

/// <summary>Who answers for a location.</summary>
/// <param name="Kind">What kind of answer.</param>
/// <param name="Directive">The directive that says so.</param>
/// <param name="Pass">Where proxy_pass sends requests.</param>
public sealed record LocationContent(ContentKind Kind, ProxyDirective Directive, ProxyPass? Pass = null);
