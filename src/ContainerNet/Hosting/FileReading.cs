using System.Text;

namespace ContainerNet.Hosting;

/// <summary>The outcome of reading a file.</summary>
public sealed record FileReading
{
    /// <summary>What came of it.</summary>
    public required FileStatus Status { get; init; }

    /// <summary>The bytes; empty unless read.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>The kernel's words when it was not read.</summary>
    public string Error { get; init; } = "";

    /// <summary>The content as UTF-8, with bytes that are none replaced.</summary>
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Was it read?</summary>
    public bool IsRead => Status == FileStatus.Read;
}
