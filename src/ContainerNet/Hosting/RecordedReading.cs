using System.Text;

namespace ContainerNet.Hosting;

/// <summary>A file, program output or reply in a recording: as text where it is UTF-8, else as base64.</summary>
internal sealed record RecordedReading
{
    /// <summary>The FileStatus of a file, the exit status of a program, or the status of a reply, by its number.</summary>
    public int Status { get; init; }

    public string? Text { get; init; }

    public string? Base64 { get; init; }

    /// <summary>The kernel's words, or what a program wrote on standard error.</summary>
    public string? Error { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    /// <summary>The problem, when it ended in a ContainerNetException; Error is then its message.</summary>
    public Problem? Problem { get; init; }

    internal byte[] Content() => Base64 is not null ? Convert.FromBase64String(Base64) : Encoding.UTF8.GetBytes(Text ?? "");

    internal static RecordedReading Of(int status, byte[] content, string? error = null)
    {
        string text = Encoding.UTF8.GetString(content);
        bool exact = Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(content);
        return new RecordedReading
        {
            Status = status,
            Text = exact && content.Length > 0 ? text : null,
            Base64 = exact ? null : Convert.ToBase64String(content),
            Error = string.IsNullOrEmpty(error) ? null : error,
        };
    }

    internal static RecordedReading Of(ContainerNetException error) =>
        new() { Problem = error.Problem, Error = error.Message };
}
