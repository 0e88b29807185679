using System.Management.Automation;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the locations that ingress-nginx makes of ingresses, in the order in which it looks at them.</summary>
[Cmdlet(VerbsCommon.Get, "IngressRoute")]
[OutputType(typeof(IngressRoute))]
public sealed class GetIngressRouteCommand : IngressCommand
{
    /// <summary>Only the route that takes this URL.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ValidateWebUri]
    public Uri? Uri { get; set; }

    /// <summary>Hosts; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? HostName { get; set; }

    private protected override void Process()
    {
        IReadOnlyList<IngressRoute> routes = IngressRoute.Of(Ingresses.Configuration);
        if (Uri is not null)
        {
            WriteOne(routes, Uri);
            return;
        }

        NameFilter hosts = new(HostName);
        foreach (IngressRoute route in routes.Where(r => hosts.Matches(r.Host)))
        {
            WriteObject(route);
        }
    }

    private void WriteOne(IReadOnlyList<IngressRoute> routes, Uri url)
    {
        IngressAnswer answer = Ingresses.Resolver.Resolve(url);
        if (answer is { Location: { } location, Server: { } server } && server.Locations.Select((l, i) => (l, i)).First(p => ReferenceEquals(p.l, location)) is var found)
        {
            WriteObject(routes.First(r => r.Host == server.Host && r.Order == found.i + 1));
        }

        if (answer.Outcome != IngressOutcome.Passed)
        {
            WriteWarning(Display.Clean($"{url}: {answer.Outcome}{(answer.Status is int status ? $", {status}" : "")}{(answer.RedirectTo is { } to ? $", to {to}" : "")}"
                + $"{(answer.Reason.Length > 0 ? $" ({answer.Reason})" : "")}"));
        }
    }
}
