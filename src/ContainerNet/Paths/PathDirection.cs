namespace ContainerNet.Paths;

/// <summary>Which way a packet goes, as connection tracking sees it.</summary>
public enum PathDirection
{
    /// <summary>From the one who began the conversation.</summary>
    Original,

    /// <summary>The answer.</summary>
    Reply,
}
