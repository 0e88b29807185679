namespace ContainerNet.Tracing;

/// <summary>Real traffic to watch.</summary>
public sealed record TraceWatch
{
    /// <summary>The packets; any of these.</summary>
    public required IReadOnlyList<TraceFlow> Flows { get; init; }

    /// <summary>Also the rules that decided nothing.</summary>
    public bool Full { get; init; }

    /// <summary>Whether the answer is waited for before a path is told: sensible for packets that open a connection.</summary>
    public bool PairAnswers { get; init; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the kernel may keep for us while we are busy, bytes.</summary>
    public int BufferBytes { get; init; } = TraceStream.DefaultBufferBytes;
}
