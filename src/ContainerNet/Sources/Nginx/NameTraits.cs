namespace ContainerNet.Sources.Nginx;

/// <summary>What the name of a directive says of it.</summary>
[Flags]
internal enum NameTraits
{
    /// <summary>Nothing yet: nobody has looked.</summary>
    None = 0,

    /// <summary>It was looked at.</summary>
    Known = 1,

    /// <summary>A step of the rewrite module, or one that sets a variable by a script.</summary>
    Step = 2,

    /// <summary>May refuse a request.</summary>
    Condition = 4,

    /// <summary>Names who answers.</summary>
    Content = 8,

    /// <summary>Says how requests are passed on.</summary>
    Proxy = 16,

    /// <summary>Is in force inside as well, and part of a location's settings.</summary>
    Setting = 32,

    /// <summary>Its part in who answers is not known.</summary>
    NotUnderstood = 64,
}
