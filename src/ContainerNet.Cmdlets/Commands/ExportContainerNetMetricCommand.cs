using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Metrics;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Writes findings, forwarding and predicted reachability as metrics for a textfile collector.</summary>
[Cmdlet(VerbsData.Export, "ContainerNetMetric", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
[OutputType(typeof(string))]
public sealed class ExportContainerNetMetricCommand : HostCommand
{
    private readonly MetricSheet _metrics = new();
    private bool _isGiven;

    /// <summary>The file, which a collector expects to end in .prom; without it the text is output.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Snapshots, files of them, or findings; without any, this host is looked at.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        // Findings that are piped may be none at all: then that is what is written, and this host is not looked at.
        _isGiven |= InputObject is not null || MyInvocation.ExpectingInput;
        if (InputObject is null)
        {
            return;
        }

        if (FindingOf(InputObject) is { } finding)
        {
            _metrics.Add(finding.Host, finding.Code, finding.Severity);
            return;
        }

        try
        {
            _metrics.Add(new SnapshotSource(InputObject).Load(this));
        }
        catch (PSInvalidCastException problem)
        {
            throw new ContainerNetException(Problem.SnapshotUnreadable, "", problem.Message, problem);
        }
    }

    private protected override void Finish()
    {
        if (!_isGiven && !MyInvocation.ExpectingInput)
        {
            _metrics.Add(Facts);
        }

        byte[] text = _metrics.Write();
        if (Path is null)
        {
            WriteObject(System.Text.Encoding.UTF8.GetString(text));
            return;
        }

        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (ShouldProcess(path, "Write metrics"))
        {
            // The collector runs as another user.
            SnapshotFile.Write(path, text, forAll: true);
            if (PassThru)
            {
                WriteObject(new FileInfo(path));
            }
        }
    }

    /// <summary>A finding, of this process or of another one.</summary>
    private static (string Host, string Code, Severity Severity)? FindingOf(PSObject value)
    {
        if (value.BaseObject is Finding own)
        {
            return (own.HostName ?? "", own.Code, own.Severity);
        }

        return value.TypeNames.Any(n => n.EndsWith("ContainerNet.Findings.Finding", StringComparison.Ordinal))
            && value.Properties["Code"]?.Value is string code
            && Enum.TryParse(value.Properties["Severity"]?.Value?.ToString(), out Severity severity)
            ? (value.Properties["HostName"]?.Value as string ?? "", code, severity) : null;
    }
}
