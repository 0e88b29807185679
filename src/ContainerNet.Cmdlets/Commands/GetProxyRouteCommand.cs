using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows where reverse proxies send requests: server, location, upstream, and what becomes of a WebSocket, with file and
/// line.</summary>
[Cmdlet(VerbsCommon.Get, "ProxyRoute")]
[OutputType(typeof(ProxyRoute))]
public sealed class GetProxyRouteCommand : EngineCommand
{
    /// <summary>Only the route that takes this URL.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ValidateWebUri]
    public Uri? Uri { get; set; }

    /// <summary>Names of servers (server_name); wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Server { get; set; }

    /// <summary>The containers that proxies run in; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[]? Container { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Proxies;

    private protected override void Process()
    {
        NameFilter engines = new(Engine);
        NameFilter containers = new(Container);
        NameFilter servers = new(Server);
        foreach (RunningProxy proxy in Facts.Proxies ?? [])
        {
            if ((proxy.Container is null ? containers.IsEmpty : containers.Matches(proxy.Container))
                && (proxy.Engine is null ? engines.IsEmpty : engines.Matches(proxy.Engine)))
            {
                Write(proxy, servers);
            }
        }

        if (Facts.Proxies is null)
        {
            WriteWarning("This snapshot holds no proxies: it was taken by an earlier version.");
        }

        WriteMissing("server", servers);
    }

    private void Write(RunningProxy proxy, NameFilter servers)
    {
        RequestAnswer? answer = Uri is null ? null : Follow(proxy, Uri);
        if (Uri is not null && answer is null)
        {
            return;
        }

        foreach (ProxyRoute route in ProxyRoutes.Of(HeaderSecrets.Hide(proxy)))
        {
            if (servers.MatchesAny(route.Server) && (answer is null || (answer.Location ?? answer.Server?.Root)?.Source == route.Source))
            {
                WriteObject(route);
            }
        }
    }

    /// <summary>What the proxy does with the URL; null when it does not pass it on, which is said.</summary>
    private RequestAnswer? Follow(RunningProxy proxy, Uri url)
    {
        RequestAnswer answer = new RequestResolver(proxy.Configuration).Resolve(ClientRequest.For(url));
        if (answer.Outcome is RequestOutcome.Proxied)
        {
            return answer;
        }

        string place = answer.Location is { } location ? $" at {location} ({location.Source})" : "";
        string reason = answer.NotUnderstood is { } directive ? $"{answer.Reason}: {directive.Source}: {directive}" : answer.Reason;
        WriteWarning(Display.Clean(
            $"{proxy} does not pass {url} on{place}: {answer.Outcome}{(answer.Status is int status ? $", {status}" : "")}"
            + (answer.RedirectTo is { } to ? $", to {to}" : "") + (reason.Length > 0 ? $" ({reason})" : "")));
        return null;
    }
}
