using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Knocks at published ports from inside the container, from loopback, from the host and as another machine would.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerPort", DefaultParameterSetName = ByName)]
[OutputType(typeof(PortTest))]
[OutputType(typeof(bool))]
public sealed class TestContainerPortCommand : ContainerCommand
{
    private const string ByName = "ByName";
    private const string ByPort = "ByPort";
    private const string Activity = "Knocking at ports";

    private bool _allOpen = true;
    private bool _tested;

    /// <summary>Ports from Get-ContainerPort.</summary>
    [Parameter(ParameterSetName = ByPort, Mandatory = true, ValueFromPipeline = true)]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>The host port, under the name that Get-ContainerPort gives it. Objects that went through Select-Object or
    /// Import-Csv have a Port too, which is the container's; this one goes first.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ValidateRange(0, 65535)]
    public int? HostPort { get; set; }

    /// <summary>Where to stand: Container, Loopback, Host, External; all four by default.</summary>
    [Parameter]
    public Vantage[] Vantage { get; set; } = Enum.GetValues<Vantage>();

    /// <summary>Also speaks HTTP and reports the status.</summary>
    [Parameter]
    public SwitchParameter Http { get; set; }

    /// <summary>Gives one truth value: is every port open from every vantage?</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How long to wait for an answer at each port, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public override int TimeoutSeconds { get; set; } = 3;

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld;

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        if (Snapshot is not null && Facts.Host.Name != Environment.MachineName)
        {
            Abort(new ContainerNetException(
                Problem.TargetNotFound,
                Facts.Host.Name,
                $"The snapshot is of {Facts.Host.Name}; its ports can be tested on that host only."));
        }

        if (HostPort is not null)
        {
            Port = [HostPort.Value];
        }

        foreach (ContainerPort port in ParameterSetName == ByPort ? InputObject : WantedPorts(stopped: false))
        {
            ShowProgress(Activity, $"{port.Container} {port.HostPort}/{port.Protocol}");
            PortTester tester = new(Facts, new ProbeOptions { Http = Http, Limit = TimeSpan.FromSeconds(TimeoutSeconds) });
            foreach (PortTest test in tester.TestAsync(port, Vantage, StopToken).ToBlockingEnumerable(StopToken))
            {
                Report(test);
            }
        }
    }

    private protected override void Finish()
    {
        HideProgress(Activity);
        if (Quiet)
        {
            // Nothing tested is not a success.
            WriteObject(_tested && _allOpen);
        }
    }

    private void Report(PortTest test)
    {
        _tested = true;
        _allOpen &= test.State == PortState.Open;
        if (!Quiet)
        {
            WriteObject(test);
        }
    }
}
