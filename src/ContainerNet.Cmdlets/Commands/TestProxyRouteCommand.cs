using System.Collections;
using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Checks.Proxy;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;
using ContainerNet.Probes.Proxies;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Follows a request for a URL through the proxy: to it, through its configuration, to what it asks, to the application; and
/// says where the answers part.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProxyRoute")]
[OutputType(typeof(ProxyRouteTest))]
public sealed class TestProxyRouteCommand : VantageCommand
{
    private ProxyRouteTester? _tester;
    private RequestWalker? _walker;
    private IReadOnlyList<Finding>? _findings;

    /// <summary>The URL, as clients write it: http, https, ws or wss.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ValidateWebUri]
    public Uri Uri { get; set; } = null!;

    /// <summary>Asks for a WebSocket at a URL of http or https too.</summary>
    [Parameter]
    public SwitchParameter WebSocket { get; set; }

    /// <summary>Where the client stands: Host, Loopback or External.</summary>
    [Parameter]
    [ValidateSet(nameof(Model.Vantage.Host), nameof(Model.Vantage.Loopback), nameof(Model.Vantage.External))]
    public Vantage Vantage { get; set; } = Vantage.Host;

    /// <summary>Sends nothing, and answers from the facts alone.</summary>
    [Parameter]
    public SwitchParameter Predict { get; set; }

    /// <summary>Further headers; Host replaces the one of the URL.</summary>
    [Parameter]
    [ValidateHeader]
    public IDictionary? Header { get; set; }

    /// <summary>The containers of the proxies to look at; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public override string[]? Container { get; set; }

    /// <summary>A proxy is named by its container: no parameter here.</summary>
    public override string[]? Network { get; set; }

    /// <summary>The URL names the port: no parameter here.</summary>
    public override int[]? Port { get; set; }

    /// <summary>HTTP runs over TCP: no parameter here.</summary>
    public override Protocol[]? Protocol { get; set; }

    /// <summary>How long each request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public override int TimeoutSeconds { get; set; } = 5;

    private protected override FactKinds Needs => FactKinds.All & ~FactKinds.Units;

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        if (!Predict)
        {
            RequireThisHost();
        }

        _walker ??= new RequestWalker(Facts);
        NameFilter engines = new(Engine);
        NameFilter containers = new(Container);
        List<RunningProxy> proxies = [.. (Facts.Proxies ?? []).Where(p =>
            (p.Container is null ? containers.IsEmpty : containers.Matches(p.Container))
            && (p.Engine is null ? engines.IsEmpty : engines.Matches(p.Engine)))];
        WriteMissing("container", containers, Facts.Containers.Select(c => c.Name));
        IReadOnlyList<RequestWalk> walks = _walker.Walk(Uri, Origin(), proxies);
        if (walks.Count == 0)
        {
            WriteObject(RouteRows.Missing(Uri, _walker.Missing(Uri, proxies), Facts.Host.Name));
        }

        foreach (RequestWalk walk in walks)
        {
            StopToken.ThrowIfCancellationRequested();
            Write(walk, Predict ? RouteRows.Predicted(walk, Facts.Host.Name) : Ask(walk) ?? []);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tester?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private IReadOnlyList<ProxyRouteTest>? Ask(RequestWalk walk)
    {
        _tester ??= new ProxyRouteTester(Machine, Facts) { Limit = TimeSpan.FromSeconds(TimeoutSeconds) };
        return TryFrom(Vantage, "Asking along the way", $"{Uri.Host} from {Vantage}", () => _tester.TestAsync(walk, StopToken));
    }

    private void Write(RequestWalk walk, IReadOnlyList<ProxyRouteTest> steps)
    {
        foreach (ProxyRouteTest step in steps)
        {
            WriteObject(step.Parting is { } parting and not RouteParting.None
                ? step with { Findings = RouteFindings.Of(Facts, walk, parting, _findings ??= CheckRunner.Run(Facts).Findings) }
                : step);
        }
    }

    private RequestOrigin Origin() => new()
    {
        Vantage = Vantage,
        IsWebSocket = WebSocket,
        Headers = Header?.Cast<DictionaryEntry>().ToDictionary(
            e => e.Key.ToString()!, e => e.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase) ?? [],
    };
}
