using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>
/// Looks for one fault on the path of one packet, seen or predicted. Pure: the same facts and the same path give the same
/// findings. It is asked when no finding of the snapshot explains the path.
/// </summary>
public interface IPathCheck
{
    /// <summary>The findings that it can report.</summary>
    IReadOnlyList<FindingDescriptor> Reports { get; }

    /// <summary>Looks. A path that nothing stopped gives nothing.</summary>
    IEnumerable<Finding> Run(Snapshot facts, PacketPath path);
}
