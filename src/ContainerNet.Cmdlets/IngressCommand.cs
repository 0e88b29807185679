using System.Management.Automation;
using System.Text;
using ContainerNet.Checks.Ingresses;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Ingresses;
using ContainerNet.Sources.Ingresses;

namespace ContainerNet.Cmdlets;

/// <summary>What cmdlets about ingresses share: where ingresses are read, from manifests or from a cluster.</summary>
public abstract class IngressCommand : ContainerNetCommand
{
    private IngressFacts? _facts;

    /// <summary>Manifests: files and folders. Without any, the cluster is read through kubectl.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("FullName")]
    public string[]? Path { get; set; }

    /// <summary>Reads folders inside folders too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The context of kubectl.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The namespace: of manifests that name none, or the only one of the cluster that is read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The file that kubectl is configured by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary>How long each request or question may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Was it said where ingresses are read?</summary>
    private protected bool NamesIngresses => Path is not null || Context is not null || Namespace is not null || Kubeconfig is not null;

    /// <summary>The ingresses, read once.</summary>
    private protected IngressFacts Ingresses => _facts ??= Read();

    private IngressFacts Read()
    {
        using LinuxHost host = new();
        IngressSet set;
        try
        {
            set = Path is not null
                ? ManifestReader.Read(host, YamlModule.Reader, new ManifestOptions
                {
                    Paths = [.. Path.Where(p => p != "-").Select(GetUnresolvedProviderPathFromPSPath)],
                    Texts = Path.Contains("-", StringComparer.Ordinal) ? [new("stdin", StandardInput())] : [],
                    Recurses = Recurse,
                    DefaultNamespace = Namespace ?? "default",
                })
                : Await(Task.Run(() => ClusterReader.ReadAsync(host, new ClusterOptions
                {
                    Context = Context,
                    Namespace = Namespace,
                    Kubeconfig = Kubeconfig is null ? null : GetUnresolvedProviderPathFromPSPath(Kubeconfig),
                    Limit = TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds)),
                }, StopToken), StopToken), "Reading the cluster", new LatestStatus("kubectl get"));
        }
        catch (ContainerNetException problem)
        {
            Abort(problem);
            throw;
        }

        foreach (ManifestProblem problem in set.Problems)
        {
            WriteWarning(Display.Clean(problem.ToString()));
        }

        foreach (Gap gap in set.Gaps)
        {
            WriteWarning(Display.Clean($"{gap.Source}: {gap.Reason}. {gap.Remedy}"));
        }

        return new IngressFacts(set);
    }

    private static string StandardInput()
    {
        const int Limit = 64 * 1024 * 1024;
        StringBuilder text = new();
        char[] piece = new char[64 * 1024];
        using StreamReader reader = new(Console.OpenStandardInput(), Encoding.UTF8);
        while (text.Length < Limit && reader.Read(piece) is int count and > 0)
        {
            text.Append(piece, 0, count);
        }

        return text.ToString();
    }
}
