using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Makes the kernel forget tracked connections that lead to a container which is gone, those and no others.</summary>
public sealed class ForgetConnectionRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN3013"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        if (facts.Connections is not { } connections || finding is not { Port: int port, Protocol: Protocol.Udp })
        {
            return null;
        }

        // The subject ends with the address that they lead to; the facts of now say whether there are any left.
        List<TrackedConnection> stale = [.. connections.Where(c => c.Protocol == Protocol.Udp
            && c.Original.DestinationPort == port && !c.Original.Destination.Equals(c.Reply.Source)
            && finding.Subject.EndsWith($" to {c.Reply.Source}", StringComparison.Ordinal))];
        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = "Forget the tracked connections that lead to a container which is gone",
            Steps = [.. stale.Select(Step)],
            Notes = stale.Count == 0 ? [] : ["This cannot be taken back, and needs not be: the client's next packet makes a new entry."],
        };
    }

    private static CommandStep Step(TrackedConnection c) => new()
    {
        Description = string.Create(CultureInfo.InvariantCulture,
            $"Delete the entry {c.Original.Source}:{c.Original.SourcePort} -> {c.Original.Destination}:{c.Original.DestinationPort} "
            + $"-> {c.Reply.Source}:{c.Reply.SourcePort}/udp"),
        Risk = "None: its packets reach nobody.",
        Command = CommandLine.Of(
            "conntrack", "--delete", "--proto", "udp",
            "--orig-src", $"{c.Original.Source}", "--orig-port-src", Text(c.Original.SourcePort),
            "--orig-dst", $"{c.Original.Destination}", "--orig-port-dst", Text(c.Original.DestinationPort),
            "--reply-src", $"{c.Reply.Source}"),
        Inverse = null,
    };

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
