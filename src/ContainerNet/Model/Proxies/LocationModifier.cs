namespace ContainerNet.Model.Proxies;

/// <summary>How a location's pattern is held against the path of a request.</summary>
public enum LocationModifier
{
    /// <summary>The path begins with it; patterns are tried afterwards.</summary>
    Prefix,

    /// <summary>`^~`: the path begins with it, and no pattern is tried then.</summary>
    PreferredPrefix,

    /// <summary>`=`: the path is just that.</summary>
    Exact,

    /// <summary>`~`: a regular expression.</summary>
    Regex,

    /// <summary>`~*`: a regular expression that does not tell A from a.</summary>
    RegexIgnoreCase,

    /// <summary>`@name`: only sent to from elsewhere in the configuration.</summary>
    Named,

    /// <summary>None: the level of a server, or the inside of an `if`.</summary>
    None,
}
