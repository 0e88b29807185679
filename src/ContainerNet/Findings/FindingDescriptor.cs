using System.Globalization;

namespace ContainerNet.Findings;

/// <summary>What all findings of one code have in common.</summary>
/// <param name="Code">CN and four digits; never reused.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Severity">How bad it is, unless the check says otherwise for one finding.</param>
/// <param name="Message">The sentence about one subject, with {0} ... for its arguments.</param>
public sealed record FindingDescriptor(string Code, string Title, Severity Severity, string Message)
{
    /// <summary>True when nothing is broken yet.</summary>
    public bool Latent { get; init; }

    /// <summary>Codes that, found on the same host and path, are the cause of this one.</summary>
    public IReadOnlyList<string> ExplainedBy { get; init; } = [];

    /// <summary>True when only faults of the very container that the finding names explain it, and none of others when it names none.</summary>
    public bool OnlyWithinContainer { get; init; }

    /// <summary>Makes a finding about a subject ("container web", "port 8080/tcp of web", "network app").</summary>
    public Finding About(string subject, params object[] arguments) => new()
    {
        Code = Code,
        Title = Title,
        Severity = Severity,
        Role = Latent ? FindingRole.Latent : FindingRole.RootCause,
        Subject = subject,
        Message = string.Format(CultureInfo.InvariantCulture, Message, arguments),
    };
}
