namespace ContainerNet.Paths.Requests;

/// <summary>How a location was found.</summary>
internal enum LocationMatchKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Its prefix fits, and patterns may still go before it.</summary>
    Prefix,

    /// <summary>It is the very path, or its pattern fits: nothing goes before it.</summary>
    Final,

    /// <summary>The path lacks its last slash, and the client is told to come back with it.</summary>
    Redirect,

    /// <summary>Its pattern is not understood, so that it is not known whether it fits.</summary>
    NotUnderstood,
}
