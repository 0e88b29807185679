using System.Management.Automation;
using System.Net;
using ContainerNet.Checks.Ingresses;
using ContainerNet.Checks.Visits;
using ContainerNet.Hosting;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Visits;
using ContainerNet.Probes.Visits;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Visits a page behind an ingress as a browser does, through the real ingress or through the one that manifests would give, and says every
/// step that fails.</summary>
[Cmdlet(VerbsDiagnostic.Test, "IngressRoute")]
[OutputType(typeof(IngressRouteTest))]
[OutputType(typeof(bool))]
public sealed class TestIngressRouteCommand : IngressCommand
{
    private bool _isTested;
    private bool _allPassed = true;

    /// <summary>The page, as users type it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ValidateWebUri]
    public Uri Uri { get; set; } = null!;

    /// <summary>Asks nobody but the application: the ingress is the one that the manifests would give.</summary>
    [Parameter]
    public SwitchParameter Predict { get; set; }

    /// <summary>The application by itself: http://127.0.0.1:9000.</summary>
    [Parameter]
    [ValidateWebUri]
    public Uri? Application { get; set; }

    /// <summary>WebSockets that the page opens, as it would name them: /ws, or ws://host/ws.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] WebSocket { get; set; } = [];

    /// <summary>Where to connect, instead of where the name leads. The requests stay the same.</summary>
    [Parameter]
    public IPAddress? Address { get; set; }

    /// <summary>Goes on with a certificate that is not valid.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>How long the whole visit may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int LimitSeconds { get; set; } = 60;

    /// <summary>Gives one truth value: does every step pass?</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        if (Predict && Application is null)
        {
            Abort(new ContainerNetException(
                Problem.TargetNotFound, nameof(Application), "To try manifests before they are applied, name the application with -Application http://HOST:PORT."));
        }

        Uri page = VisitPage(Uri);
        IngressFacts? facts = Predict || NamesIngresses ? Ingresses : null;
        TimeSpan limit = TimeSpan.FromSeconds(TimeoutSeconds);
        using HttpApplication? application = Application is null ? null : new HttpApplication(Application, limit);
        using HttpVisitor real = new(Address, application, SkipCertificateCheck, limit);
        IVisitor visitor = Predict ? new PredictedVisitor(facts!.Resolver, application!, page) : real;
        VisitOptions options = new() { Now = DateTimeOffset.UtcNow, Resolver = facts?.Resolver, WebSockets = WebSocket };
        using CancellationTokenSource time = new(TimeSpan.FromSeconds(LimitSeconds));
        Visit visit = Await(
            Task.Run(() => SiteVisit.RunAsync(visitor, page, options, time.Token, StopToken), StopToken), "Visiting", new LatestStatus(Display.Clean(page)));
        IReadOnlyList<IngressRouteTest> rows = IngressRouteTest.Of(visit, VisitFindings.Of(visit, facts));
        _isTested = true;
        _allPassed &= rows[^1].State == VisitState.Passed;
        if (!Quiet)
        {
            WriteObject(rows, enumerateCollection: true);
        }
    }

    private protected override void Finish()
    {
        if (Quiet)
        {
            WriteObject(_isTested && _allPassed);
        }
    }

    /// <summary>A page comes over HTTP, also where somebody names its WebSocket.</summary>
    private static Uri VisitPage(Uri url) => url.Scheme is "http" or "https" ? url
        : new UriBuilder(url) { Scheme = url.Scheme == "wss" ? "https" : "http", Port = url.IsDefaultPort ? -1 : url.Port }.Uri;
}
