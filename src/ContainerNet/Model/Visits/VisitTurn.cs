namespace ContainerNet.Model.Visits;

/// <summary>How a step of a visit was asked for.</summary>
public enum VisitTurn
{
    /// <summary>As a browser does.</summary>
    Browser,

    /// <summary>Below the prefix, in place of one outside it.</summary>
    UnderPrefix,

    /// <summary>Of the application itself, at the path as it knows it.</summary>
    Application,

    /// <summary>With the cookies that a browser withholds.</summary>
    WithCookies,

    /// <summary>With a slash at the end, or without it.</summary>
    OtherSlash,
}
