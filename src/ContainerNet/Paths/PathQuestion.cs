using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>A packet, to send and follow or to predict: from where, and to which address.</summary>
public sealed record PathQuestion
{
    /// <summary>Where it begins, in words.</summary>
    public required string From { get; init; }

    /// <summary>Where it is to go, in words.</summary>
    public required string To { get; init; }

    /// <summary>External, Host or Loopback; <see cref="Vantage.Container"/> for one that a container sends.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The container that sends it, when one does.</summary>
    public Container? Sender { get; init; }

    /// <summary>The address that it is sent to.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port that it is sent to.</summary>
    public required int Port { get; init; }

    /// <summary>Its transport.</summary>
    public Protocol Protocol { get; init; }

    /// <summary>The container that it is for, when one is meant.</summary>
    public Container? Receiver { get; init; }

    /// <summary>The port inside that container; 0 when none is meant.</summary>
    public int ReceiverPort { get; init; }

    /// <summary>Whether it goes to a published host port.</summary>
    public bool IsPublished { get; init; }

    /// <summary>How long to wait for an answer.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Also the rules that decided nothing.</summary>
    public bool Full { get; init; }

    /// <summary>The address to send from, one of the sender's own; null for the one that routing chooses.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>A published port from one vantage; null when a client there has no address to go to.</summary>
    public static PathQuestion? Of(Snapshot facts, ContainerPort port, Vantage vantage)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(port);
        ProbeTarget target = ProbeTarget.Of(facts, port, vantage);
        return target.Address is null || port.Protocol == Protocol.Sctp ? null : new PathQuestion
        {
            From = vantage.ToString(),
            To = string.Create(CultureInfo.InvariantCulture, $"{port.Container}:{port.HostPort}"),
            Vantage = vantage,
            Address = target.Address,
            Port = target.Port,
            Protocol = port.Protocol,
            Receiver = facts.Containers.FirstOrDefault(c => c.Name == port.Container && c.Engine == port.Engine),
            ReceiverPort = port.Port,
            IsPublished = true,
        };
    }
}
