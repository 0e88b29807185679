using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Kernel;

/// <summary>A packet to send, and what became of it in the kernel.</summary>
internal sealed class Shot
{
    /// <summary>Makes the packet anew, as it is sent.</summary>
    public required Func<Packet> Packet { get; init; }

    /// <summary>Its TCP numbers.</summary>
    public (uint Sequence, uint Acknowledged) Numbers { get; init; } = (1000, 0);

    /// <summary>The packet before it of the same conversation; null for the first one.</summary>
    public Shot? Before { get; init; }

    /// <summary>Is it an answer to that?</summary>
    public bool IsAnswer { get; init; }

    /// <summary>The words that it is told with.</summary>
    public string Text
    {
        get
        {
            Packet packet = Packet();
            string kind = packet.Protocol switch
            {
                Rules.Packet.Tcp => $"tcp flags={packet.TcpFlags}",
                Rules.Packet.Udp => "udp",
                _ => $"icmp type={packet.IcmpType}",
            };
            return $"{packet.Input ?? "-"} {kind} {PacketText.Format(Translator.TupleOf(packet), packet.IsIPv6)}"
                + (IsAnswer ? " (answer)" : Before is null ? "" : " (again)");
        }
    }

    /// <summary>What the kernel did, one line a step; null as long as it was not seen.</summary>
    public List<string>? Observed { get; set; }

    /// <summary>What the rules were said to do, on each way that it may have gone.</summary>
    public List<List<string>> Predicted { get; } = [];

    /// <summary>Was something not understood on the way?</summary>
    public bool IsUnknown { get; set; }

    /// <summary>The connection after the way that was gone; null when none was like what was seen.</summary>
    public Connection? Connection { get; set; }

    /// <summary>The packet at the end of that way.</summary>
    public Packet? End { get; set; }

    /// <summary>Was it as predicted?</summary>
    public bool Agrees => Observed is not null && Predicted.Exists(way => StepText.AreSame(way, Observed));

    /// <summary>What was not understood.</summary>
    public string Doubt { get; set; } = "";

    /// <summary>It, with what was seen and what was predicted.</summary>
    public string Describe() => $"{Text}\n  kernel:    {string.Join("\n             ", Observed ?? ["not seen"])}\n"
        + $"  predicted: {string.Join("\n             ", Predicted.FirstOrDefault() ?? [])}\n  ways: {Predicted.Count}\n";
}
