namespace ContainerNet.Hosting;

/// <summary>A netlink answer in a recording; without messages and refusal, a question that was not put.</summary>
internal sealed record RecordedAnswer
{
    public IReadOnlyList<string>? Messages { get; set; }

    public string? Refusal { get; set; }
}
