using System.Globalization;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Lets nginx listen where its ports were published.</summary>
internal static class ProxyListens
{
    /// <summary>Plans the edits of a service's `listen` lines.</summary>
    public static void Convert(Conversion conversion, Move move)
    {
        List<ComposePort> published = [.. move.Service.Ports];
        HashSet<ComposePort> met = [];
        foreach (ServiceProxyFile file in move.Proxy!.Files)
        {
            foreach (ProxyStatement server in file.Statements.Where(s => s.Name == "server" && s.Body is not null))
            {
                List<ProxyStatement> listens = [.. file.Statements.Where(s => s.Name == "listen" && s.Parent == server && s.First is not null)];
                if (listens.Count == 0 && server.Parent?.Name != "stream" && published.Any(p => p is { Port: 80, Protocol: "tcp" }))
                {
                    ListenByDefault(conversion, move, file, server, met);
                }

                foreach (ProxyStatement listen in listens)
                {
                    Rewrite(conversion, move, file, listen, met);
                }
            }
        }

        SayIPv4Only(conversion, move, met);
        foreach (ComposePort port in published.Where(p => !met.Contains(p)))
        {
            if (move.Proxy.Unread.Count > 0)
            {
                conversion.Refuse(
                    move.Service.Name, Conversion.At(port.Source), $"where nginx listens at {port.Port} is not known: {string.Join("; ", move.Proxy.Unread)}");
            }
            else
            {
                conversion.Note(
                    move.Service.Name, Conversion.At(port.Source), $"Nothing in nginx's configuration listens at {port.Port}, which is published at {port.Published}; it is left out.");
            }
        }
    }

    /// <summary>The engine publishes over IPv6 as well where no address is named, whatever nginx listens at.</summary>
    private static void SayIPv4Only(Conversion conversion, Move move, IEnumerable<ComposePort> met)
    {
        foreach (ComposePort port in met.Where(p => p is { HostAddress: null, IsFixed: true, Protocol: "tcp" } && !move.OverIPv6.Contains(p.HostPort)))
        {
            conversion.Note(
                move.Service.Name, Conversion.At(port.Source),
                $"nginx listens at {port.HostPort} over IPv4 only, and the engine published it over IPv6 as well: add 'listen [::]:{port.HostPort};' where clients use that.");
        }
    }

    private static void Rewrite(Conversion conversion, Move move, ServiceProxyFile file, ProxyStatement listen, HashSet<ComposePort> met)
    {
        ProxyWord word = listen.First!;
        if (word.Value.StartsWith("unix:", StringComparison.Ordinal))
        {
            return;
        }

        int colon = word.Value.LastIndexOf(':');
        string address = colon >= 0 && !word.Value.EndsWith(']') ? word.Value[..colon] : word.Value.All(c => char.IsAsciiDigit(c) || c == '-') ? "" : word.Value;
        string text = address.Length == 0 ? word.Value : address == word.Value ? "80" : word.Value[(colon + 1)..];
        string source = At(file, listen);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            conversion.Refuse(move.Service.Name, source, $"'listen {word.Value}' names more ports than one");
            return;
        }

        Protocol protocol = listen.Arguments.Any(a => a.Value is "udp" or "quic") ? Protocol.Udp : Protocol.Tcp;
        List<ComposePort> targets = [.. move.Service.Ports.Where(p => p.Port == port && HostPorts.Transport(p.Protocol) == protocol)];
        met.UnionWith(targets);
        if (Target(conversion, move, targets, port, source) is not { } to)
        {
            return;
        }

        bool isSix = address.StartsWith('[');
        IPAddress? bound = targets.Count == 0 ? IPAddress.Loopback : to.Address;
        if (targets.Count == 0 && IsLoopback(address))
        {
            move.Listen(IPAddress.Loopback, port, protocol, source);
            return;
        }

        string place = Place(address, isSix, bound);
        if (isSix && bound is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } && !bound.Equals(IPAddress.Any) && !IPAddress.IsLoopback(bound))
        {
            conversion.Refuse(move.Service.Name, source, $"it listens at an IPv6 address here, and is published at {bound} only: take the line out first");
            return;
        }

        move.Ports[port] = to.Port;
        move.Listen(Parsed(place), to.Port, protocol, source);
        if (isSix)
        {
            move.OverIPv6.Add(to.Port);
        }

        string written = place.Length == 0 ? $"{to.Port}" : $"{place}:{to.Port}";
        if (written != word.Value && !(place == address && to.Port == port))
        {
            conversion.Edits.Add(new TextEdit(file.File, word.Start, word.Length, written));
        }

        if (targets.Count == 0)
        {
            conversion.Note(move.Service.Name, source, $"Port {port} was not published: nginx listens there on the host's loopback only.");
        }
    }

    /// <summary>The one place on the host that a port was published at.</summary>
    private static (IPAddress? Address, int Port)? Target(Conversion conversion, Move move, List<ComposePort> targets, int port, string source)
    {
        if (targets.Count == 0)
        {
            return (IPAddress.Loopback, port);
        }

        if (targets.FirstOrDefault(t => !t.IsFixed) is { } open)
        {
            conversion.Refuse(
                move.Service.Name, Conversion.At(open.Source), $"the engine chooses the host's port for its port {open.Port}, and nothing would choose it then");
            return null;
        }

        if (targets.Select(t => (t.HostAddress?.ToString(), t.HostPort)).Distinct().Count() > 1)
        {
            conversion.Refuse(
                move.Service.Name, source, $"its port {targets[0].Port} is published more than once ({string.Join(", ", targets)}), and it would have to listen at each");
            return null;
        }

        return (targets[0].HostAddress, targets[0].HostPort);
    }

    /// <summary>The address as it is written before the new port.</summary>
    private static string Place(string address, bool isSix, IPAddress? bound) => bound switch
    {
        null => address,
        _ when bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) => address,
        _ when IPAddress.IsLoopback(bound) => isSix ? "[::1]" : "127.0.0.1",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => $"[{bound}]",
        _ => bound.ToString(),
    };

    /// <summary>A server without `listen` is one with `listen 80`.</summary>
    private static void ListenByDefault(Conversion conversion, Move move, ServiceProxyFile file, ProxyStatement server, HashSet<ComposePort> met)
    {
        List<ComposePort> targets = [.. move.Service.Ports.Where(p => p is { Port: 80, Protocol: "tcp" })];
        met.UnionWith(targets);
        if (Target(conversion, move, targets, 80, At(file, server)) is not { } to)
        {
            return;
        }

        string place = Place("", isSix: false, to.Address);
        move.Ports[80] = to.Port;
        move.Listen(Parsed(place), to.Port, Protocol.Tcp, At(file, server));
        if (to.Port != 80 || place.Length > 0)
        {
            int start = file.Text.LastIndexOf('\n', Math.Max(0, server.Words[0].Start - 1)) + 1;
            string margin = file.Text[start..server.Words[0].Start];
            string newLine = NewLine.Of(file.Text);
            string line = $"{newLine}{(margin.Trim().Length == 0 ? margin : "")}    listen {(place.Length == 0 ? "" : $"{place}:")}{to.Port};";
            conversion.Edits.Add(new TextEdit(file.File, server.Body!.Value, 0, line));
        }
    }

    internal static string At(ServiceProxyFile file, ProxyStatement statement) => $"{file.File}:{statement.Source.Line}";

    private static bool IsLoopback(string address) => address is "localhost" or "[::1]" || address.StartsWith("127.", StringComparison.Ordinal);

    private static IPAddress? Parsed(string place) => place.Trim('[', ']') is var bare && IPAddress.TryParse(bare, out IPAddress? address)
        && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : null;
}
