namespace ContainerNet.Paths.Requests;

/// <summary>How the steps of a level ended.</summary>
internal enum StepEnd
{
    /// <summary>All were done, or one ended them: the request goes on.</summary>
    GoesOn,

    /// <summary>One answered: with a status, and perhaps a text or an address.</summary>
    Answered,

    /// <summary>One is not understood, or something in it is not known.</summary>
    NotUnderstood,
}
