namespace ContainerNet.Hosting;

/// <summary>What came of reading a file.</summary>
public enum FileStatus
{
    /// <summary>Its content was read.</summary>
    Read,

    /// <summary>It is not there, or a link leads nowhere.</summary>
    Absent,

    /// <summary>This user may not read it.</summary>
    Denied,

    /// <summary>It is a directory, or the kernel gave another error.</summary>
    Unreadable,
}
