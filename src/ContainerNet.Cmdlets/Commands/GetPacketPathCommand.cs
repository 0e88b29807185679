using System.Management.Automation;
using System.Net;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Tracing;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Says what would happen to a packet, from the facts of this host or of a snapshot. Nothing is sent.</summary>
[Cmdlet(VerbsCommon.Get, "PacketPath", DefaultParameterSetName = ByName)]
[OutputType(typeof(PacketPath))]
public sealed class GetPacketPathCommand : SnapshotCommand
{
    private const string ByName = "ByName";
    private const string ByPort = "ByPort";

    private readonly HashSet<PathQuestion> _asked = [];
    private PathPredictor? _predictor;

    /// <summary>Where the packet goes: a container, or an address with a port.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[] To { get; set; } = [];

    /// <summary>Ports from Get-ContainerPort.</summary>
    [Parameter(ParameterSetName = ByPort, Mandatory = true, ValueFromPipeline = true)]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>Where it comes from: External (another machine), Host, Loopback, containers, or addresses, also of other machines.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string[] From { get; set; } = [nameof(Vantage.External)];

    /// <summary>The ports: those that the container publishes on the host, or else its own; all that it publishes when left out.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [ValidatePort]
    [AllowNull]
    [AllowEmptyCollection]
    public int[]? Port { get; set; }

    /// <summary>The host port, under the name that Get-ContainerPort gives it; it goes before Port, which there is the container's.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ValidatePort]
    public int? HostPort { get; set; }

    /// <summary>The host address, for such objects: the port may be published on several.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [AllowNull]
    public IPAddress? HostAddress { get; set; }

    /// <summary>The transport: tcp or udp.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Protocol? Protocol { get; set; }

    /// <summary>Keeps every rule that the packet would meet, also those that decide nothing.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    private protected override FactKinds Needs => FactKinds.All & ~FactKinds.Units;

    private protected override void Process()
    {
        _predictor ??= new PathPredictor(Facts);
        foreach (string from in From)
        {
            foreach (ContainerPort port in InputObject)
            {
                Predict(PortQuestions.Of(Facts, from, port, predicted: true));
            }

            foreach (string to in To)
            {
                Predict(PortQuestions.Named(Facts, to, HostAddress, HostPort, Protocol) is { } port
                    ? PortQuestions.Of(Facts, from, port, predicted: true)
                    : TraceQuestions.Of(Facts, from, to, Port ?? [], Protocol, predicted: true));
            }
        }
    }

    private void Predict(IEnumerable<PathQuestion> questions)
    {
        foreach (PathQuestion question in questions.OrderBy(q => q.Port).Where(_asked.Add))
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(_predictor!.Predict(question with { Full = Full }));
        }
    }
}
