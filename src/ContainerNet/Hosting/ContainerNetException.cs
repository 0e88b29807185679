namespace ContainerNet.Hosting;

/// <summary>A command could not do its job. Never used for a fault of the network, which is a Finding.</summary>
public sealed class ContainerNetException : Exception
{
    /// <summary>Says what failed, on what, and what to do next.</summary>
    public ContainerNetException(Problem problem, string target, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
        Target = target;
    }

    /// <summary>The kind of failure.</summary>
    public Problem Problem { get; }

    /// <summary>What the user named, or the file, socket or program concerned.</summary>
    public string Target { get; }
}
