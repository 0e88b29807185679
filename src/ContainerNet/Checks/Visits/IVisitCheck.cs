using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>Looks for one fault in what was seen of a visit. Pure.</summary>
public interface IVisitCheck
{
    /// <summary>The finding that it can report.</summary>
    FindingDescriptor Reports { get; }

    /// <summary>Looks.</summary>
    /// <param name="visit">The visit.</param>
    /// <returns>The finding with the number of the step that shows it first; null where there is none.</returns>
    VisitFault? Run(Visit visit);
}
