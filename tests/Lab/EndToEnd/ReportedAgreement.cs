using System.Text.Json;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A predicted and an observed path beside each other, as the tracer prints them.</summary>
public sealed record ReportedAgreement
{
    /// <summary>Where it began, in words.</summary>
    public string From { get; init; } = "";

    /// <summary>Where it was to go, in words.</summary>
    public string To { get; init; } = "";

    /// <summary>Tcp or Udp.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Same, Different or Undecided.</summary>
    public string Agreement { get; init; } = "";

    /// <summary>The predicted verdict.</summary>
    public string Predicted { get; init; } = "";

    /// <summary>The observed verdict.</summary>
    public string Observed { get; init; } = "";

    /// <summary>In what they differ.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What was not compared, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads a line.</summary>
    public static ReportedAgreement Read(string line) => JsonSerializer.Deserialize<ReportedAgreement>(line)
        ?? throw new InvalidOperationException($"no agreement: {line}");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{From} to {To} {Protocol}: {Agreement}, predicted {Predicted}, observed {Observed}; {string.Join("; ", Differences.Concat(Notes))}";
}
