using System.Management.Automation;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Knocks at published ports from inside the container, from loopback, from the host and as another machine would.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerPort", DefaultParameterSetName = ByName)]
[OutputType(typeof(PortTest))]
[OutputType(typeof(bool))]
public sealed class TestContainerPortCommand : ProbeCommand
{
    private const string ByName = "ByName";
    private const string ByPort = "ByPort";

    private bool _allOpen = true;
    private bool _tested;

    /// <summary>Ports from Get-ContainerPort.</summary>
    [Parameter(ParameterSetName = ByPort, Mandatory = true, ValueFromPipeline = true)]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>The host port, under the name that Get-ContainerPort gives it. Objects that went through Select-Object or
    /// Import-Csv have a Port too, which is the container's; this one goes first.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ValidatePort]
    public int? HostPort { get; set; }

    /// <summary>The host address, for such objects: the port may be published on several.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [AllowNull]
    public IPAddress? HostAddress { get; set; }

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
    public override int TimeoutSeconds { get; set; } = 2;

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld;

    private protected override TimeSpan KnockLimit => TimeSpan.FromSeconds(TimeoutSeconds);

    private protected override string? HttpPath => Http ? "/" : null;

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        RequireThisHost();
        foreach (ContainerPort port in ParameterSetName == ByPort ? InputObject : NamedPorts())
        {
            int met = 0;
            foreach (PortTest test in Knock(port, Vantage))
            {
                met++;
                Report(test);
            }

            // A vantage that is closed to this user proves nothing.
            _allOpen &= met == Vantage.Length;
        }
    }

    private protected override void Finish()
    {
        if (Quiet)
        {
            // Nothing tested is not a success.
            WriteObject(_tested && _allOpen);
        }
    }

    private IEnumerable<ContainerPort> NamedPorts()
    {
        if (HostPort is not null)
        {
            Port = [HostPort.Value];
        }

        return WantedPorts(stopped: false).Where(p => HostAddress is null || HostAddress.Equals(p.HostAddress));
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
