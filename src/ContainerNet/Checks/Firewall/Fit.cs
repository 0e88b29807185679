namespace ContainerNet.Checks.Firewall;

/// <summary>Whether a rule takes a packet of which not everything is known.</summary>
internal enum Fit
{
    /// <summary>It does not.</summary>
    No,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>For some clients or destinations it does: the packet in question has not chosen one.</summary>
    Some,

    /// <summary>It was not understood, or depends on what no snapshot holds (marks, sets, rates).</summary>
    Unknown,
}
