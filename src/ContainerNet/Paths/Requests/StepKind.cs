namespace ContainerNet.Paths.Requests;

/// <summary>What a step does before somebody answers.</summary>
internal enum StepKind
{
    /// <summary>It is not understood.</summary>
    Unknown,

    /// <summary>Gives a variable a value.</summary>
    Set,

    /// <summary>Gives a variable a value that nobody knows.</summary>
    SetUnknown,

    /// <summary>Changes the path, or sends the client elsewhere.</summary>
    Rewrite,

    /// <summary>Answers.</summary>
    Return,

    /// <summary>Ends the steps.</summary>
    Break,

    /// <summary>Does its inner steps when something holds.</summary>
    If,
}
