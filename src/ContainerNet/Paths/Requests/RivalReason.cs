namespace ContainerNet.Paths.Requests;

/// <summary>Why a server or a location that fits a request did not take it.</summary>
public enum RivalReason
{
    /// <summary>The server has the name, but listens elsewhere.</summary>
    ListensElsewhere,

    /// <summary>The server has the very name as well, and comes later.</summary>
    SameNameLater,

    /// <summary>The server's wildcard or pattern fits, and another name fits better.</summary>
    NameLessSpecific,

    /// <summary>The location's prefix fits, and a longer one fits too.</summary>
    LongerPrefix,

    /// <summary>The location's prefix fits, and a pattern that goes before prefixes fits too.</summary>
    PatternBeforePrefix,

    /// <summary>The location's pattern fits, and one that comes earlier fits too.</summary>
    EarlierPattern,

    /// <summary>The location's pattern fits, but an exact or preferred (`=`, `^~`) location keeps patterns from being tried.</summary>
    PatternNotTried,
}
