using System.Collections;
using System.Management.Automation;
using System.Net;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Opens a WebSocket as a browser would, directly, at the published port or through a proxy, and says why it fails.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WebSocket", DefaultParameterSetName = ByUri)]
[OutputType(typeof(WebSocketTest))]
[OutputType(typeof(bool))]
public sealed class TestWebSocketCommand : VantageCommand
{
    private const string ByUri = "ByUri";
    private const string ByPort = "ByPort";

    private WebSocketTester? _tester;
    private bool _allOpen = true;
    private bool _tested;

    /// <summary>The service: ws:// or wss://, as its clients write it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateWebSocketUri]
    public Uri Uri { get; set; } = null!;

    /// <summary>Ports from Get-ContainerPort, to which the request goes instead.</summary>
    [Parameter(ParameterSetName = ByPort, Mandatory = true, ValueFromPipeline = true)]
    public ContainerPort[] InputObject { get; set; } = [];

    /// <summary>Where to connect, instead of where the name leads. The request stays the same.</summary>
    [Parameter(ParameterSetName = ByUri, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public IPAddress? Address { get; set; }

    /// <summary>The containers to whose ports the request goes; the one to stand in with -Address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public override string[]? Container { get; set; }

    /// <summary>WebSockets run over TCP: no parameter here.</summary>
    public override Protocol[]? Protocol { get; set; } = [Model.Protocol.Tcp];

    /// <summary>Where to stand: Container, Loopback, Host, External. All four for a container's ports, otherwise Host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Vantage[]? Vantage { get; set; }

    /// <summary>The subprotocols to offer.</summary>
    [Parameter]
    [ValidatePattern(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    public string[] SubProtocol { get; set; } = [];

    /// <summary>Where the page would come from.</summary>
    [Parameter]
    [ValidatePattern(@"^[\t\x20-\x7e]+\z")]
    public string? Origin { get; set; }

    /// <summary>Further headers; Host replaces the one of the URI.</summary>
    [Parameter]
    [ValidateHeader]
    public IDictionary? Header { get; set; }

    /// <summary>Cookies, each as name=value.</summary>
    [Parameter]
    [ValidatePattern(@"^[\t\x20-\x7e]+\z")]
    public string[] Cookie { get; set; } = [];

    /// <summary>Sends a text and waits for it to come back, instead of a ping.</summary>
    [Parameter]
    public SwitchParameter Echo { get; set; }

    /// <summary>Sends nothing once the connection is upgraded.</summary>
    [Parameter]
    public SwitchParameter HandshakeOnly { get; set; }

    /// <summary>How long to stay silent then, to see whether the connection lives on, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int IdleSeconds { get; set; }

    /// <summary>Goes on with a certificate that is not valid.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Gives one truth value: is it open everywhere?</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How long the handshake may take, and again the ping or the echo, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public override int TimeoutSeconds { get; set; } = 5;

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld;

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        if (ParameterSetName == ByPort)
        {
            TestPorts(InputObject.Where(p => p.Protocol == Model.Protocol.Tcp));
        }
        else if (Address is null && Names().Any())
        {
            TestPorts(WantedPorts(stopped: false));
        }
        else
        {
            foreach (Vantage vantage in Vantage ?? [Model.Vantage.Host])
            {
                TestAddress(vantage);
            }
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tester?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private IEnumerable<string> Names() => (Container ?? []).Where(c => !string.IsNullOrEmpty(c));

    private void TestPorts(IEnumerable<ContainerPort> ports)
    {
        RequireThisHost();
        foreach (ContainerPort port in ports)
        {
            foreach (Vantage vantage in Vantage ?? Enum.GetValues<Vantage>())
            {
                WebSocketProbe probe = NewProbe(vantage);
                Report(vantage, $"{port.Container} {port.Port}", () => Tester().TestAsync(probe, port, StopToken));
            }
        }
    }

    private void TestAddress(Vantage vantage)
    {
        WebSocketProbe probe = NewProbe(vantage) with
        {
            Address = Address ?? (vantage == Model.Vantage.Loopback ? IPAddress.Loopback : null),
        };
        List<Container?> places = vantage == Model.Vantage.Container ? [.. Places()] : [null];
        foreach (Container? place in places)
        {
            foreach (int? port in Port is { Length: > 0 } ? Port.Select(p => (int?)p) : [null])
            {
                WebSocketProbe aimed = probe with
                {
                    Port = port,
                    Container = place?.Name ?? (Names().ToArray() is [string name] ? name : null),
                    ContainerProcessId = place?.ProcessId ?? 0,
                };

                // From this host nothing has to be known about it.
                Report(vantage, $"{Address?.ToString() ?? Uri.Host}", vantage is Model.Vantage.Host or Model.Vantage.Loopback
                    ? () => WebSocketProber.TestAsync(aimed, StopToken)
                    : () => Tester().TestAsync(aimed, StopToken));
            }
        }
    }

    /// <summary>The running containers to stand in.</summary>
    private List<Container> Places()
    {
        if (!Names().Any())
        {
            Abort(new ContainerNetException(
                Problem.TargetNotFound,
                nameof(Container),
                "To stand in a container, name it with -Container; with -Address the request goes from there to that address."));
        }

        RequireThisHost();
        NameFilter names = new(Names());
        List<Container> places = [.. Facts.Containers.Where(c => names.Matches(c.Name) && c is { IsRunning: true, ProcessId: > 0 })];
        WriteMissing("container", names);
        return places;
    }

    private void Report(Vantage vantage, string target, Func<Task<WebSocketTest>> work)
    {
        // Here, because the facts behind it may have something to say and only this thread may say it.
        if (vantage is Model.Vantage.Container or Model.Vantage.External)
        {
            _ = Tester();
        }

        WebSocketTest? test = TryFrom(vantage, "Opening WebSockets", $"{target} from {vantage}", work);
        _tested |= test is not null;

        // A vantage that is closed to this user proves nothing.
        _allOpen &= test?.State == WebSocketState.Open;
        if (test is not null && !Quiet)
        {
            WriteObject(test);
        }
    }

    private WebSocketTester Tester() => _tester ??= new WebSocketTester(Machine, Facts);

    private WebSocketProbe NewProbe(Vantage vantage) => new()
    {
        Uri = Uri,
        Vantage = vantage,
        SubProtocols = SubProtocol,
        Origin = Origin,
        Headers = Header?.Cast<DictionaryEntry>().ToDictionary(
            e => e.Key.ToString()!, e => e.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase) ?? [],
        Cookies = Cookie,
        Exchange = HandshakeOnly ? WebSocketExchange.None : Echo ? WebSocketExchange.Echo : WebSocketExchange.Ping,
        Idle = TimeSpan.FromSeconds(IdleSeconds),
        SkipCertificateCheck = SkipCertificateCheck,
        Limit = TimeSpan.FromSeconds(TimeoutSeconds),
    };
}
