using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>The connections that each namespace has seen begin on a walk, as its connection tracking would know them.</summary>
internal sealed class Tracker
{
    private readonly List<(Place Place, Connection Connection)> _known = [];

    /// <summary>Forgets everything.</summary>
    public void Clear() => _known.Clear();

    /// <summary>Gives a packet the connection that tracking will find it to belong to.</summary>
    public void Recognise(Place place, Packet packet)
    {
        PacketTuple tuple = HopLog.TupleOf(packet);
        packet.Connection = null;
        packet.IsReply = false;
        for (int i = 0; i < _known.Count; i++)
        {
            if (!ReferenceEquals(_known[i].Place, place))
            {
                continue;
            }

            Connection connection = _known[i].Connection;
            if (connection.Original == tuple)
            {
                packet.Connection = connection;
                return;
            }

            if (connection.Reply == tuple)
            {
                packet.Connection = connection;
                packet.IsReply = true;
                return;
            }
        }
    }

    /// <summary>Keeps the connection that a packet began.</summary>
    public void Keep(Place place, Packet packet)
    {
        if (packet.Connection is { } connection && !_known.Exists(k => ReferenceEquals(k.Connection, connection)))
        {
            _known.Add((place, connection));
        }
    }
}
