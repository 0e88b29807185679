using System.Buffers.Binary;

namespace ContainerNet.Hosting;

/// <summary>The number of the host's rule set in nf_tables, which rises with each change, whoever makes it.</summary>
public static class RuleGeneration
{
    private const byte GetGeneration = 16;
    private const ushort NewGenerationType = (NetfilterMessage.TablesSubsystem << 8) | 15;

    /// <summary>The number of now; null where nf_tables is not there or does not say.</summary>
    public static uint? Read()
    {
        // A request for a subsystem that is not there makes the kernel load its module.
        if (!KernelModules.IsThere("nf_tables"))
        {
            return null;
        }

        try
        {
            using NetfilterSocket socket = NetfilterSocket.Open();
            return Ask(socket, out uint? generation) is null ? generation : null;
        }
        catch (ContainerNetException)
        {
            // Whoever may not ask does not know; what follows fails for the same reason, and says it better.
            return null;
        }
    }

    /// <summary>Asks on a socket that is open, in the network namespace that it was opened in.</summary>
    internal static NetfilterRefusal? Ask(NetfilterSocket socket, out uint? generation)
    {
        uint? told = null;
        NetfilterRefusal? refusal = socket.Ask(
            NetfilterMessage.Of(NetfilterMessage.TablesSubsystem, GetGeneration, 0, 0, 0, _ => { }), m => told = Of(m));
        generation = told;
        return refusal;
    }

    /// <summary>NFTA_GEN_ID is the first attribute after struct nfgenmsg (nf_tables_fill_gen_info).</summary>
    private static uint? Of(NetlinkMessage message) =>
        message.Type == NewGenerationType && message.Payload.Length >= 12 && message.Payload[6] == 1
            ? BinaryPrimitives.ReadUInt32BigEndian(message.Payload.AsSpan(8))
            : null;
}
