using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Repairs.Running;
using ContainerNet.Tracing;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Holds a predicted path against what really happens to that packet, or one path against another.</summary>
[Cmdlet(VerbsData.Compare, "PacketPath", DefaultParameterSetName = WithKernel)]
[OutputType(typeof(PathComparison))]
public sealed class ComparePacketPathCommand : HostCommand
{
    private const string WithKernel = "WithKernel";
    private const string WithPath = "WithPath";

    private readonly LinuxHost _host = new();
    private PathTracer? _tracer;

    /// <summary>Paths of this host: the packet of a predicted one is sent and followed; that of an observed one is predicted.</summary>
    [Parameter(ParameterSetName = WithKernel, Mandatory = true, ValueFromPipeline = true)]
    public PacketPath[] InputObject { get; set; } = [];

    /// <summary>The paths that the others are held against: what is expected.</summary>
    [Parameter(ParameterSetName = WithPath, Position = 0, Mandatory = true)]
    [AllowEmptyCollection]
    public PacketPath[] ReferenceObject { get; set; } = [];

    /// <summary>The paths that are compared with them, of the same packets: observed, or of another host, or of another time.</summary>
    [Parameter(ParameterSetName = WithPath, Position = 1, Mandatory = true)]
    [AllowEmptyCollection]
    public PacketPath[] DifferenceObject { get; set; } = [];

    /// <summary>How long to wait for an answer to each packet, in seconds.</summary>
    [Parameter(ParameterSetName = WithKernel)]
    [ValidateRange(1, 3600)]
    public override int TimeoutSeconds { get; set; } = 2;

    private protected override FactKinds Needs => FactKinds.All & ~FactKinds.Units;

    private protected override TimeSpan ReadLimit => TimeSpan.FromSeconds(Math.Max(30, TimeoutSeconds));

    private protected override void Process()
    {
        if (ParameterSetName == WithPath)
        {
            ComparePairs();
            return;
        }

        foreach (PacketPath path in InputObject)
        {
            Guarded(() => WriteObject(path.Observed ? PathComparison.Of(Predicted(path), path) : PathComparison.Of(path, Observed(path))));
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

    private PacketPath Predicted(PacketPath observed) =>
        new PathPredictor(FactsFor(observed)).Predict(PortQuestions.Again(Facts, observed, predicted: true));

    private PacketPath Observed(PacketPath predicted)
    {
        _tracer ??= new PathTracer(_host, FactsFor(predicted), new SettingJournal(_host));
        PathQuestion question = PortQuestions.Again(FactsFor(predicted), predicted, predicted: false) with
        {
            Limit = TimeSpan.FromSeconds(TimeoutSeconds),
        };
        LatestStatus status = new($"from {question.From} to {question.To}");
        return Await(Task.Run(() => _tracer.TraceAsync(question, StopToken)), "Following packets", status, stopAtOnce: false);
    }

    /// <summary>The facts of this host, which must be the one that the path is of.</summary>
    private Snapshot FactsFor(PacketPath path) => path.HostName.Length == 0 || path.HostName == Facts.Host.Name ? Facts
        : throw new ContainerNetException(
            Problem.TargetNotFound,
            path.HostName,
            $"The path is one of {path.HostName}; packets can be sent and followed on that host only. "
            + "To compare it with a path of this host, give both: -ReferenceObject and -DifferenceObject.");

    private void ComparePairs()
    {
        List<PacketPath> others = [.. DifferenceObject];
        foreach (PacketPath reference in ReferenceObject)
        {
            // Two paths that are given are meant for each other, whatever their ends are called.
            bool isPair = ReferenceObject.Length == 1 && DifferenceObject.Length == 1;
            PacketPath? other = isPair ? others[0] : others.Find(o => IsSameQuestion(reference, o));
            if (other is null)
            {
                Miss(reference, "reference");
                continue;
            }

            others.Remove(other);
            WriteObject(PathComparison.Of(reference, other));
        }

        foreach (PacketPath other in others)
        {
            Miss(other, "difference");
        }
    }

    private void Miss(PacketPath path, string side) => WriteError(Errors.RecordOf(new ContainerNetException(
        Problem.TargetNotFound,
        path.To,
        $"Only the {side} has a path from {path.From} to {path.To} ({path.Protocol.ToString().ToLowerInvariant()}).")));

    private static bool IsSameQuestion(PacketPath one, PacketPath other) =>
        one.From.Equals(other.From, StringComparison.OrdinalIgnoreCase) && one.To == other.To && one.Protocol == other.Protocol;

    /// <summary>What cannot be asked of one path says nothing about the next one.</summary>
    private void Guarded(Action compare)
    {
        try
        {
            compare();
        }
        catch (ContainerNetException problem) when (problem.Problem == Problem.TargetNotFound)
        {
            WriteError(Errors.RecordOf(problem));
        }
    }
}
