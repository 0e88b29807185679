namespace ContainerNet.Cli;

/// <summary>What to do.</summary>
internal enum Verb
{
    /// <summary>Tell how it is used.</summary>
    Help,

    /// <summary>Tell the version.</summary>
    Version,

    /// <summary>Look for faults.</summary>
    Diagnose,

    /// <summary>Write down the facts.</summary>
    Snapshot,

    /// <summary>Mend what is broken.</summary>
    Repair,
}
