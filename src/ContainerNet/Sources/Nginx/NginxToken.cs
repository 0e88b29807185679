namespace ContainerNet.Sources.Nginx;

/// <summary>What ended the words that were read.</summary>
internal enum NginxToken
{
    /// <summary>A semicolon.</summary>
    Statement,

    /// <summary>An opening brace.</summary>
    BlockStart,

    /// <summary>A closing brace, before which there were no words.</summary>
    BlockEnd,

    /// <summary>The end of the file, before which there were no words.</summary>
    FileEnd,

    /// <summary>Something that nginx refuses.</summary>
    Error,
}
