using ContainerNet.Model;
using ContainerNet.Model.Compose;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Finds ports that two services would want, or that somebody on the host has.</summary>
internal static class PortClashes
{
    /// <summary>Says each of them as an obstacle.</summary>
    public static void Find(Conversion conversion, Snapshot? facts)
    {
        List<(Move Move, Listening Listen)> all = [.. conversion.Moves.SelectMany(m => m.Listens.Select(l => (m, l)))];
        for (int i = 0; i < all.Count; i++)
        {
            (Move move, Listening listen) = all[i];
            string wish = $"{listen.Port}/{listen.Protocol.ToString().ToLowerInvariant()}";
            foreach ((Move other, Listening same) in all.Take(i).Where(o => o.Listen.Port == listen.Port && o.Listen.Protocol == listen.Protocol
                && o.Move != move && HostPorts.Overlap(o.Listen.Address, listen.Address)))
            {
                conversion.Refuse(move.Service.Name, listen.Source, $"it and {other.Service.Name} ({same.Source}) would both listen at {wish} of the host");
            }

            foreach (PortConflict holder in facts is null ? [] : HostPorts.HoldersOf(facts, conversion.Project, listen.Address, listen.Port, listen.Protocol))
            {
                conversion.Refuse(move.Service.Name, listen.Source, $"it would listen at {wish} of the host, which {holder} has");
            }
        }
    }
}
