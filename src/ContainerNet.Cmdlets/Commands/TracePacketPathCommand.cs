using System.Management.Automation;
using System.Net;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Repairs.Running;
using ContainerNet.Tracing;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Sends a packet, or waits for real ones, and follows it through the kernel to the rule that stops it.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "PacketPath", DefaultParameterSetName = Send)]
[OutputType(typeof(PacketPath))]
public sealed class TracePacketPathCommand : HostCommand
{
    private const string Send = "Send";
    private const string SendToPort = "SendToPort";
    private const string Watch = "Watch";
    private const string Activity = "Following packets";

    private readonly LinuxHost _host = new();
    private readonly HashSet<PathQuestion> _asked = [];
    private PathTracer? _tracer;

    /// <summary>Where the packet goes: a container, or an address with a port. With -Wait it may be left out.</summary>
    [Parameter(ParameterSetName = Send, Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Watch, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Container")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[] To { get; set; } = [];

    /// <summary>Where it comes from: External (another machine), Host, Loopback, a container, or an address of this host.</summary>
    [Parameter(ParameterSetName = Send)]
    [Parameter(ParameterSetName = SendToPort)]
    [Parameter(ParameterSetName = Watch)]
    [ArgumentCompleter(typeof(OriginCompleter))]
    public string From { get; set; } = nameof(Vantage.External);

    /// <summary>Ports from Get-ContainerPort.</summary>
    [Parameter(ParameterSetName = SendToPort, Mandatory = true, ValueFromPipeline = true)]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>The ports: those that the container publishes on the host, or else its own; all that it publishes when left out.</summary>
    [Parameter(ParameterSetName = Send, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Watch, ValueFromPipelineByPropertyName = true)]
    [ValidatePort]
    [AllowNull]
    [AllowEmptyCollection]
    public int[]? Port { get; set; }

    /// <summary>The host port, under the name that Get-ContainerPort gives it. Its objects have a Port too, which is the
    /// container's; this one goes first.</summary>
    [Parameter(ParameterSetName = Send, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ValidatePort]
    public int? HostPort { get; set; }

    /// <summary>The host address, for such objects: the port may be published on several.</summary>
    [Parameter(ParameterSetName = Send, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [AllowNull]
    public IPAddress? HostAddress { get; set; }

    /// <summary>The transport: tcp or udp.</summary>
    [Parameter(ParameterSetName = Send, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Watch, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Protocol? Protocol { get; set; }

    /// <summary>Sends nothing: watches real packets until Ctrl+C, -Count or -TimeoutSeconds.</summary>
    [Parameter(ParameterSetName = Watch, Mandatory = true)]
    public SwitchParameter Wait { get; set; }

    /// <summary>Only packets from this address or range.</summary>
    [Parameter(ParameterSetName = Watch)]
    public string? SourceAddress { get; set; }

    /// <summary>In: to the container (the default). Out: what it sends.</summary>
    [Parameter(ParameterSetName = Watch)]
    public TraceDirection Direction { get; set; } = TraceDirection.In;

    /// <summary>Ends after so many packets.</summary>
    [Parameter(ParameterSetName = Watch)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>Follows every packet, not only those that open a TCP connection.</summary>
    [Parameter(ParameterSetName = Watch)]
    public SwitchParameter AllPackets { get; set; }

    /// <summary>Follows at most so many packets a second; 0 for no limit.</summary>
    [Parameter(ParameterSetName = Watch)]
    [ValidateRange(0, 10_000_000)]
    public int MaximumRate { get; set; } = 1000;

    /// <summary>Keeps every rule that the packet met, also those that decided nothing.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>How long to wait for an answer, in seconds; with -Wait how long to watch, without end when left out.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public override int TimeoutSeconds { get; set; } = 2;

    private protected override FactKinds Needs =>
        FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld | FactKinds.HostListeners;

    private protected override CollectOptions Options => new() { Kinds = Needs };

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case Watch:
                WatchPackets();
                break;
            case SendToPort:
                foreach (ContainerPort port in InputObject)
                {
                    SendEach(PortQuestions.Of(Facts, From, port));
                }

                break;
            default:
                foreach (string to in To)
                {
                    SendEach(PortQuestions.Named(Facts, to, HostAddress, HostPort, Protocol) is { } port
                        ? PortQuestions.Of(Facts, From, port)
                        : TraceQuestions.Of(Facts, From, to, Port ?? [], Protocol));
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tracer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _host.Dispose();
        }

        base.Dispose(disposing);
    }

    private void SendEach(IEnumerable<PathQuestion> questions)
    {
        _tracer ??= new PathTracer(_host, Facts, new SettingJournal(_host));
        foreach (PathQuestion question in questions.OrderBy(q => q.Port).Where(_asked.Add))
        {
            PathQuestion wanted = question with { Limit = TimeSpan.FromSeconds(TimeoutSeconds), Full = Full };
            LatestStatus status = new($"from {wanted.From} to {wanted.To}");
            PacketPath path = Await(
                Task.Run(() => _tracer.TraceAsync(wanted, StopToken)), Activity, status, stopAtOnce: false);
            WriteObject(PortQuestions.NoteOf(wanted) is { } note ? path with { Notes = [.. path.Notes, note] } : path);
        }
    }

    private void WatchPackets()
    {
        TraceWatch watch = TraceWatches.Of(Facts, new WatchFilter
        {
            From = WatchedSender(),
            To = To,
            Ports = Port ?? [],
            Protocol = Protocol,
            SourceAddress = SourceAddress,
            Direction = Direction,
            AllPackets = AllPackets,
            PerSecond = MaximumRate == 0 ? null : MaximumRate,
            Full = Full,
        });
        PathWatcher watcher = new(_host, Facts, watch, new SettingJournal(_host));
        int told = 0;
        try
        {
            LatestStatus status = new("waiting for packets");
            Await(Task.Run(async () => { await watcher.StartAsync(StopToken); return true; }), Activity, status, stopAtOnce: false);
            if (MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSeconds)))
            {
                _ = Task.Run(() => EndAsync(watcher));
            }

            IAsyncEnumerator<PacketPath> paths = watcher.ReadAsync(StopToken).GetAsyncEnumerator(StopToken);
            while (told < Count && Await(paths.MoveNextAsync().AsTask(), Activity, status))
            {
                told++;
                WriteObject(paths.Current);
            }
        }
        finally
        {
            watcher.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        Report(watcher, told);
    }

    /// <summary>Whose packets are watched. The host has many addresses, so one of them is to be named.</summary>
    private string? WatchedSender()
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(From)))
        {
            return null;
        }

        bool isContainer = Facts.Containers.Any(c => c.Name.Equals(From, StringComparison.OrdinalIgnoreCase));
        if (!isContainer && From.Equals(nameof(Vantage.Host), StringComparison.OrdinalIgnoreCase))
        {
            throw new ContainerNetException(
                Problem.TargetNotFound, From, "With -Wait, -From Host is not one sender: name the host's address that it sends from.");
        }

        return !isContainer && From.Equals(nameof(Vantage.Loopback), StringComparison.OrdinalIgnoreCase)
            ? $"{IPAddress.Loopback}" : From;
    }

    private void Report(PathWatcher watcher, int told)
    {
        if (watcher.Losses > 0)
        {
            WriteWarning($"The kernel dropped trace events {watcher.Losses} times, because they came faster than they could be read. "
                + "Paths with Complete = False may lack hops. Narrow it with -SourceAddress, -Port or -MaximumRate.");
        }

        if (told == 0)
        {
            WriteWarning("No such packet came to this host in that time. Either the client does not send, or something on the "
                + "way drops it before it gets here, or the filter does not fit it.");
        }
    }

    private async Task EndAsync(PathWatcher watcher)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(TimeoutSeconds), StopToken);
            await watcher.FinishAsync();
        }
        catch (OperationCanceledException)
        {
            // The pipeline was stopped before.
        }
    }
}
