namespace ContainerNet.Model;

/// <summary>What is at the source of a mount on the host.</summary>
public enum MountSource
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A file, a device or a socket.</summary>
    File,

    /// <summary>A folder with something in it.</summary>
    Folder,

    /// <summary>A folder with nothing in it.</summary>
    EmptyFolder,
}
