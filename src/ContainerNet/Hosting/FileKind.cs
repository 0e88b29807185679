namespace ContainerNet.Hosting;

/// <summary>What is at a path, links followed.</summary>
public enum FileKind
{
    /// <summary>Nothing, or a link that leads nowhere.</summary>
    Absent,

    /// <summary>A file, a device or a socket.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}
