using System.Net;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>A packet to send and follow: from where, and to which address.</summary>
public sealed record TraceQuestion
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
}
