using System.Globalization;

namespace ContainerNet.Model.Compose;

/// <summary>The ports that a project would publish, and who stands in their way.</summary>
public static class PlannedPorts
{
    /// <summary>Every port of a project, in the order of its services.</summary>
    /// <param name="project">The project.</param>
    /// <param name="facts">The host that it would be started on; null to hold services against each other only.</param>
    public static IReadOnlyList<PlannedPort> Of(ComposeProject project, Snapshot? facts)
    {
        ArgumentNullException.ThrowIfNull(project);
        List<PlannedPort> ports = [.. project.Services.SelectMany(s => Of(project, s))];

        // Ports are few; those of one number are held against each other, and not all against all.
        ILookup<int, (PlannedPort Port, int Index)> fixedPorts = ports.Select((p, i) => (p, i)).Where(p => IsFixed(p.p)).ToLookup(p => p.p.HostPort);
        return [.. ports.Select((p, i) => !p.Published || p.HostPort == 0 ? p : p with
        {
            Conflicts = [.. Among(project, p, i, fixedPorts), .. facts is null ? [] : OnHost(project, p, facts)],
        })];
    }

    private static IEnumerable<PlannedPort> Of(ComposeProject project, ComposeService service)
    {
        PlannedPort any = new()
        {
            Project = project.Name,
            Service = service.Name,
            Container = service.ContainerName ?? $"{project.Name}-{service.Name}-1",
            Protocol = Protocol.Tcp,
            Network = [.. service.Networks.Select(n => project.Networks.FirstOrDefault(p => p.Key == n.Network)?.Name ?? n.Network)],
            NetworkMode = service.NetworkMode ?? "bridge",
        };
        foreach (ComposePort port in service.Ports)
        {
            yield return any with
            {
                Protocol = HostPorts.Transport(port.Protocol),
                HostAddress = port.HostAddress,
                HostPort = service.IsBridged ? port.HostPort : 0,
                LastHostPort = service.IsBridged ? port.LastHostPort : 0,
                Port = port.Port,
                Published = service.IsBridged,
                Source = $"{port.Source.File}:{port.Source.Line}",
            };
        }

        foreach (Yaml.YamlScalar exposed in service.Expose)
        {
            string text = exposed.Integer?.ToString(CultureInfo.InvariantCulture) ?? exposed.Value;
            string[] parts = text.Split('/');
            string[] ends = parts[0].Split('-');
            if (int.TryParse(ends[0], CultureInfo.InvariantCulture, out int first) && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out int last)
                && first > 0 && last <= 65535)
            {
                for (int port = first; port <= last; port++)
                {
                    yield return any with
                    {
                        Protocol = HostPorts.Transport(parts.Length > 1 ? parts[1] : "tcp"), Port = port,
                        Source = $"{exposed.Start.File}:{exposed.Start.Line}",
                    };
                }
            }
        }
    }

    private static bool IsFixed(PlannedPort port) => port.Published && port.HostPort != 0 && port.HostPort == port.LastHostPort;

    private static IEnumerable<PortConflict> Among(
        ComposeProject project, PlannedPort port, int index, ILookup<int, (PlannedPort Port, int Index)> fixedPorts)
    {
        if (IsFixed(port))
        {
            foreach ((PlannedPort other, int at) in fixedPorts[port.HostPort])
            {
                if (at != index && other.Protocol == port.Protocol && HostPorts.Overlap(port.HostAddress, other.HostAddress))
                {
                    yield return Wish(other.Service, other);
                }
            }
        }

        int containers = project.Service(port.Service)!.Replicas;
        if (containers > port.LastHostPort - port.HostPort + 1)
        {
            yield return Wish($"{port.Service}, of which there are {containers} containers", port);
        }
    }

    private static PortConflict Wish(string service, PlannedPort port) => new()
    {
        Holder = PortHolder.Service, HostAddress = port.HostAddress, HostPort = port.HostPort, Service = service, Source = port.Source,
    };

    /// <summary>Of a range that the engine may choose from, all have to be taken.</summary>
    private static List<PortConflict> OnHost(ComposeProject project, PlannedPort port, Snapshot facts)
    {
        List<PortConflict> conflicts = [];
        for (int number = port.HostPort; number <= port.LastHostPort; number++)
        {
            List<PortConflict> holders = [.. HostPorts.HoldersOf(facts, project, port.HostAddress, number, port.Protocol)];
            if (holders.Count == 0)
            {
                return [];
            }

            conflicts.AddRange(holders);
        }

        return conflicts;
    }
}
