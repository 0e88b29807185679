using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>
/// Moves a project from bridges to the host's network, for hosts whose settings may not be changed: there nothing has to be forwarded. Planning
/// is pure, and every edit is as small as it can be.
/// </summary>
public static class HostNetworkPlanner
{
    /// <summary>Plans the move of all services that are on bridges.</summary>
    /// <param name="project">The project.</param>
    /// <param name="proxies">The nginx of its services.</param>
    /// <param name="facts">The host that it is to run on; null where it was not looked at.</param>
    public static HostNetworkPlan Plan(ComposeProject project, IReadOnlyList<ServiceProxy> proxies, Snapshot? facts)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(proxies);
        Conversion conversion = new(project);
        conversion.Moves.AddRange(project.Services.Where(s => s.IsBridged)
            .Select(s => new Move(s, proxies.FirstOrDefault(p => p.Service == s.Name))));
        foreach (Move move in conversion.Moves)
        {
            RefuseSettings(conversion, move);
            if (move.HasProxy)
            {
                ProxyListens.Convert(conversion, move);
            }
            else
            {
                TakePublished(conversion, move);
            }

            TakeExposed(move);
        }

        foreach (Move move in conversion.Moves.Where(m => m.Proxy is not null))
        {
            ProxyUpstreams.Convert(conversion, move);
        }

        ServiceEdits.Convert(conversion);
        InternalPorts.Convert(conversion);
        PortClashes.Find(conversion, facts);
        return new HostNetworkPlan
        {
            Services = [.. conversion.Moves.Select(m => m.Service.Name)],
            Ports = [.. conversion.Moves.SelectMany(m => m.Listens).Select(l => l.Port).Distinct().Order()],
            Obstacles = conversion.Obstacles,
            Notes = conversion.Notes,
            Files = Files(conversion, proxies),
        };
    }

    private static List<ConvertedFile> Files(Conversion conversion, IReadOnlyList<ServiceProxy> proxies)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (ComposeSource source in conversion.Project.Sources)
        {
            texts[source.File] = source.Text;
        }

        foreach (ServiceProxyFile file in proxies.SelectMany(p => p.Files))
        {
            texts[file.File] = file.Text;
        }

        return [.. conversion.Edits.GroupBy(e => e.File)
            .Select(g => new ConvertedFile(g.Key, texts[g.Key], TextEdit.Apply(texts[g.Key], g))).Where(f => f.Before != f.After)];
    }

    /// <summary>What the engine does not do in the host's network.</summary>
    private static void RefuseSettings(Conversion conversion, Move move)
    {
        ComposeService service = move.Service;
        if (service.Node["sysctls"] is { } sysctls && Names(sysctls).Any(n => n.StartsWith("net.", StringComparison.Ordinal)))
        {
            conversion.Refuse(service.Name, Conversion.At(sysctls.Start), "the engine sets no net.* sysctls in the host's network");
        }

        if (service.Replicas > 1 && (service.Ports.Count > 0 || service.Expose.Count > 0))
        {
            conversion.Refuse(
                service.Name, Conversion.At(service.Source), $"{service.Replicas} containers of it would listen at the same ports of the host");
        }

        if (move.Proxy is { Files.Count: 0 } proxy && service.Ports.Count > 0 && proxy.Unread.Count > 0)
        {
            conversion.Note(service.Name, Conversion.At(service.Source), $"The configuration of {service.Name} is not on the host: {string.Join("; ", proxy.Unread)}.");
        }
    }

    private static IEnumerable<string> Names(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.Select(e => e.Name),
        YamlSequence list => list.Items.OfType<YamlScalar>().Select(s => s.Value),
        _ => [],
    };

    /// <summary>The ports of a program that we cannot change: they must be the host's already.</summary>
    private static void TakePublished(Conversion conversion, Move move)
    {
        string name = move.Service.Name;
        foreach (ComposePort port in move.Service.Ports)
        {
            string source = Conversion.At(port.Source);
            if (!port.IsFixed)
            {
                conversion.Refuse(name, source, $"the engine chooses the host's port for its port {port.Port}, and nothing would choose it then");
            }
            else if (port.HostPort != port.Port)
            {
                conversion.Refuse(
                    name, source, $"it is published at {port.HostPort} and its program listens at {port.Port}, which is not ours to change: "
                    + $"let the program listen at {port.HostPort}, and write {port.HostPort}:{port.HostPort} here");
            }
            else
            {
                if (port.HostAddress is not null && !port.HostAddress.Equals(System.Net.IPAddress.Any))
                {
                    conversion.Note(
                        name, source, $"{name} was published at {port.HostAddress} only, and listens on all addresses of the host then, unless its "
                        + "program is told otherwise.");
                }

                move.Listen(null, port.HostPort, HostPorts.Transport(port.Protocol), source);
            }
        }
    }

    private static void TakeExposed(Move move)
    {
        foreach (YamlScalar exposed in move.Service.Expose)
        {
            string[] parts = (exposed.Integer?.ToString(CultureInfo.InvariantCulture) ?? exposed.Value).Split('/');
            if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
                && !(move.HasProxy && move.Listens.Count > 0) && !move.Listens.Any(l => l.Port == port))
            {
                move.Listen(null, port, HostPorts.Transport(parts.Length > 1 ? parts[1] : "tcp"), Conversion.At(exposed.Start));
            }
        }
    }
}
