namespace ContainerNet.Paths.Visits;

/// <summary>Asks for what a browser wants: one request, one answer.</summary>
public interface IVisitor
{
    /// <summary>Can the application be asked by itself, with <see cref="VisitRequest.ApplicationTarget"/>?</summary>
    bool ReachesApplication { get; }

    /// <summary>Asks. What goes wrong is an answer too.</summary>
    Task<VisitAnswer> AskAsync(VisitRequest request, CancellationToken cancellationToken);
}
