using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model.Visits;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Writes the smallest change of manifests that makes a visit of an application behind an ingress work.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "IngressRoute", DefaultParameterSetName = AsDiff, SupportsShouldProcess = true)]
[OutputType(typeof(ConvertedFile))]
public sealed class RepairIngressRouteCommand : ContainerNetCommand
{
    private const string AsDiff = "Diff";
    private const string ToFolder = "OutDirectory";
    private const string There = "InPlace";
    private const string Back = "Undo";
    private const string AtOnce = "Apply";

    /// <summary>Manifests: files and folders.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>What the application wants, as Test-IngressRoute saw it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public VisitNeeds? Needs { get; set; }

    /// <summary>The address of the page, where no needs are given.</summary>
    [Parameter]
    [ValidateWebUri]
    public Uri? Uri { get; set; }

    /// <summary>The path that the application is meant to stand under; without it, that of -Uri.</summary>
    [Parameter]
    [ValidatePattern("^/")]
    public string? Prefix { get; set; }

    /// <summary>The application answers below the prefix itself.</summary>
    [Parameter]
    public SwitchParameter KnowsPrefix { get; set; }

    /// <summary>Paths that it redirects to outside the prefix.</summary>
    [Parameter]
    [ValidatePattern("^/")]
    public string[] Redirect { get; set; } = [];

    /// <summary>Paths of scripts, styles and images outside the prefix.</summary>
    [Parameter]
    [ValidatePattern("^/")]
    public string[] Asset { get; set; } = [];

    /// <summary>Paths of its cookies that do not cover the prefix.</summary>
    [Parameter]
    [ValidatePattern("^/")]
    public string[] CookiePath { get; set; } = [];

    /// <summary>Paths of its WebSockets.</summary>
    [Parameter]
    [ValidatePattern("^/")]
    public string[] WebSocket { get; set; } = [];

    /// <summary>The host that the application moves to when nothing else can work; without it, one below its own.</summary>
    [Parameter]
    [ValidatePattern(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", Options = System.Text.RegularExpressions.RegexOptions.None)]
    public string? HostName { get; set; }

    /// <summary>The namespace of manifests that name none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>Reads folders inside folders too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Writes the files that change into this folder, and leaves the originals alone.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToFolder)]
    [ValidateNotNullOrEmpty]
    public string? OutDirectory { get; set; }

    /// <summary>Writes the files where they are, and keeps each original beside it as NAME.before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = There)]
    public SwitchParameter InPlace { get; set; }

    /// <summary>Puts the originals back that -InPlace kept.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Back)]
    public SwitchParameter Undo { get; set; }

    /// <summary>Has the ingresses that change applied by the API server, which is asked first whether it would take them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AtOnce)]
    public SwitchParameter Apply { get; set; }

    /// <summary>The context of kubectl; without it, the current one.</summary>
    [Parameter(ParameterSetName = AtOnce)]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The file that kubectl is configured by; without it, the usual ones.</summary>
    [Parameter(ParameterSetName = AtOnce)]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    private protected override void Process()
    {
        using LinuxHost host = new();
        IngressRepairer repairer = new(host, YamlModule.Reader);
        ManifestOptions options = new() { Paths = [.. Path.Select(GetUnresolvedProviderPathFromPSPath)], Recurses = Recurse, DefaultNamespace = Namespace ?? "default" };
        VisitNeeds needs = Needs ?? ByHand();
        if (Undo)
        {
            ConvertedOutput.Restore(this, host, repairer.PlanBack(options, needs, HostName), "Put the original back");
            return;
        }

        IngressRepairPlan plan = repairer.Plan(options, needs, HostName, Namespace);
        foreach (string fault in plan.Faults)
        {
            WriteVerbose(Display.Clean(fault));
        }

        foreach (IngressNote note in plan.Notes)
        {
            WriteWarning(Display.Clean(note));
        }

        foreach (IngressNote obstacle in plan.Obstacles)
        {
            WriteError(Errors.RecordOf(new ContainerNetException(Problem.ConversionImpossible, obstacle.Ingress, Display.Clean(obstacle))));
        }

        if (plan.Obstacles.Count == 0)
        {
            Write(host, plan, needs);
        }
    }

    /// <summary>Needs as parameters have them.</summary>
    private VisitNeeds ByHand()
    {
        Uri page = Uri ?? throw new ContainerNetException(
            Problem.TargetNotFound, "Needs", "Say what the application needs: pipe the row of Test-IngressRoute here, or give -Uri with -Redirect, -Asset, -CookiePath and -WebSocket.");
        return new VisitNeeds
        {
            Page = page,
            Prefix = Prefix ?? (page.AbsolutePath.TrimEnd('/') is { Length: > 0 } path ? path : "/"),
            KnowsPrefix = KnowsPrefix,
            Redirects = Redirect,
            Assets = Asset,
            CookiePaths = CookiePath,
            WebSockets = WebSocket,
        };
    }

    private void Write(LinuxHost host, IngressRepairPlan plan, VisitNeeds needs)
    {
        if (plan.Files.Count == 0)
        {
            WriteWarning(Display.Clean($"Nothing has to be changed: {plan.Ingress} gives {needs.Page} what it needs."));
        }

        if (Apply && plan.Files.Count > 0)
        {
            ApplyTo(host, plan);
        }

        string first = GetUnresolvedProviderPathFromPSPath(Path[0]);
        string root = host.KindOf(first) == FileKind.Folder ? first : System.IO.Path.GetDirectoryName(first)!;
        ConvertedOutput.Write(this, host, plan.Files, InPlace, OutDirectory, root, $"Repair {plan.Ingress}");
    }

    private void ApplyTo(LinuxHost host, IngressRepairPlan plan)
    {
        string cluster = Context is null ? "the current context of kubectl" : $"context {Context}";
        if (!ShouldProcess($"{plan.Ingress} ({cluster})", "Apply the repaired ingresses"))
        {
            return;
        }

        ManifestApplier applier = new(host, new ClusterOptions
        {
            Context = Context, Kubeconfig = Kubeconfig is null ? null : GetUnresolvedProviderPathFromPSPath(Kubeconfig),
        });
        foreach (string line in Await(applier.ApplyAsync(plan.Resources, StopToken), "kubectl apply", new LatestStatus(cluster)))
        {
            WriteVerbose(Display.Clean(line));
        }

        WriteWarning(Display.Clean($"Applied to {cluster}. {plan.Files[0].Path} is as it was: -InPlace writes it, so that it is not applied over this again."));
    }
}
