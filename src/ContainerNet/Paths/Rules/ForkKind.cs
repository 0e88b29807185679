namespace ContainerNet.Paths.Rules;

/// <summary>Why one and the same packet may fare one way or another.</summary>
public enum ForkKind
{
    /// <summary>A rate, a quota, a count: within it the first choice holds, beyond it the second.</summary>
    Rate,

    /// <summary>The kernel draws a number (numgen, statistic): each choice happens.</summary>
    Draw,

    /// <summary>The client chooses its source port.</summary>
    Client,

    /// <summary>Something was not understood or not read: one of the choices is what happens, and nobody can say which.</summary>
    Doubt,
}
