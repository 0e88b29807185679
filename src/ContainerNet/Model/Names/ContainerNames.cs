using System.Net;

namespace ContainerNet.Model.Names;

/// <summary>What a name stands for inside a container, as its own resolver would find it: /etc/hosts first, then the name server of its
/// networks.</summary>
internal static class ContainerNames
{
    /// <summary>As many digits of an identifier as Docker makes a name of.</summary>
    private const int ShortId = 12;

    private const string PodmanDomain = "dns.podman";

    /// <summary>Looks the name up.</summary>
    public static NameAnswer Resolve(Snapshot facts, Container asker, string name)
    {
        if (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? literal))
        {
            return new NameAnswer(NameKind.Literal, [literal], [.. OwnersOf(facts, asker, [literal])]);
        }

        string wanted = name.TrimEnd('.');
        List<IPAddress> listed = [.. Lines(asker).Where(l => Same(l.Name, wanted)).Select(l => l.Address).Distinct()];
        return listed.Count > 0
            ? new NameAnswer(NameKind.HostsFile, listed, [.. OwnersOf(facts, asker, listed)])
            : Ask(facts, asker, wanted);
    }

    /// <summary>The lines of the container's file; of one that was not read, those that the engine was told to write.</summary>
    private static IEnumerable<(string Name, IPAddress Address)> Lines(Container asker)
    {
        if (asker.Hosts is not null)
        {
            return asker.Hosts.Select(h => (h.Name, h.Address));
        }

        return from line in asker.ExtraHosts ?? []
               // From Docker 26 on also name=address; an IPv6 address has colons of its own.
               let end = line.IndexOfAny([':', '='])
               where end > 0
               let address = IPAddress.TryParse(line[(end + 1)..].Trim('[', ']'), out IPAddress? parsed) ? parsed : null
               where address is not null
               select (line[..end], address);
    }

    private static NameAnswer Ask(Snapshot facts, Container asker, string name)
    {
        if (asker.NetworkMode.StartsWith("container:", StringComparison.Ordinal))
        {
            // It uses the name server of the one whose namespace it shares.
            string other = asker.NetworkMode["container:".Length..];
            return facts.Containers.FirstOrDefault(c => c.Engine == asker.Engine && c != asker
                    && (c.Name == other || (other.Length >= ShortId && c.Id.StartsWith(other, StringComparison.Ordinal))))
                is { } host && !host.NetworkMode.StartsWith("container:", StringComparison.Ordinal)
                ? Ask(facts, host, name) : NameAnswer.Nothing(NameKind.Unknown);
        }

        bool? named = HasNames(facts, asker);
        if (named is null)
        {
            return NameAnswer.Nothing(NameKind.Unknown);
        }

        List<Container> bearers = [.. facts.Containers.Where(c => c.Engine == asker.Engine
            && (c.Endpoints.Count == 0 ? IsNameOf(facts, c, null, name) : c.Endpoints.Any(e => IsNameOf(facts, c, e, name))))];
        return named.Value ? AskNetworks(facts, asker, name, bearers)
            // What names itself finds itself in its own file, which says so where it was read.
            : bearers.Count > 0 && asker.Hosts is not null
                ? NameAnswer.Nothing(NameKind.NoNamesOnDefaultBridge, bearers) with { Network = asker.Endpoints is [{ Network: var network }, ..] ? network : null }
                : Missing(facts, asker, []);
    }

    private static NameAnswer AskNetworks(Snapshot facts, Container asker, string name, List<Container> bearers)
    {
        foreach (ContainerEndpoint place in asker.Endpoints.Where(e => NetworkNames(facts, asker, e) is true))
        {
            string linked = LinkedBy(place, name);
            List<(Container Container, ContainerEndpoint Endpoint)> owners = [..
                from container in facts.Containers
                where container.IsRunning && container.Engine == asker.Engine
                from endpoint in container.Endpoints
                where endpoint.Network == place.Network && IsNameOf(facts, container, endpoint, linked)
                select (container, endpoint)];
            List<IPAddress> addresses = [.. owners.SelectMany(o => new[] { o.Endpoint.IPv4, o.Endpoint.IPv6 }).OfType<IPAddress>()];
            if (addresses.Count > 0)
            {
                return new NameAnswer(NameKind.EmbeddedDns, addresses, [.. owners.Select(o => o.Container)]) { Network = place.Network };
            }
        }

        return Missing(facts, asker, bearers);
    }

    /// <summary>Nobody has it; certain only where every name was read.</summary>
    private static NameAnswer Missing(Snapshot facts, Container asker, IReadOnlyList<Container> bearers)
    {
        bool isRead = asker.Hosts is not null
            && facts.Containers.Where(c => c.Engine == asker.Engine).SelectMany(c => c.Endpoints).All(e => e.Aliases is not null)
            // Services of a swarm have names, and their containers may be on other machines.
            && !asker.Endpoints.Any(e => NetworkOf(facts, asker, e)?.Driver == "overlay");
        return NameAnswer.Nothing(isRead ? NameKind.NoSuchName : NameKind.Unknown, bearers);
    }

    /// <summary>Does anybody answer for names of containers? Null when that is not known.</summary>
    private static bool? HasNames(Snapshot facts, Container asker)
    {
        if (asker.IsHostNetwork || !facts.Has(FactKinds.Engines))
        {
            return null;
        }

        // A rootless container by itself: pasta and slirp4netns pass questions on to the host's name servers.
        if (asker.NetworkMode.Split(':')[0] is "pasta" or "slirp4netns")
        {
            return false;
        }

        if (asker.Endpoints.Count == 0)
        {
            return null;
        }

        List<bool?> names = [.. asker.Endpoints.Select(e => NetworkNames(facts, asker, e))];
        return names.Contains(true) ? true : names.Contains(null) ? null : false;
    }

    private static bool? NetworkNames(Snapshot facts, Container asker, ContainerEndpoint place)
    {
        ContainerNetwork? network = NetworkOf(facts, asker, place);
        return KindOf(facts, asker) switch
        {
            EngineKind.Docker => !(network?.IsDefaultBridge == true || place.Network == "bridge"),
            EngineKind.Podman => network?.ResolvesNames ?? (network?.IsDefaultBridge == true ? false : null),
            _ => null,
        };
    }

    private static bool IsNameOf(Snapshot facts, Container container, ContainerEndpoint? place, string name)
    {
        if (Has(container, place, name))
        {
            return true;
        }

        // Docker also answers for NAME.NETWORK, and Podman for NAME.dns.podman.
        string? domain = KindOf(facts, container) == EngineKind.Podman ? PodmanDomain : place?.Network;
        return domain is not null && name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase)
            && Has(container, place, name[..^(domain.Length + 1)]);
    }

    private static bool Has(Container container, ContainerEndpoint? place, string name) =>
        Same(container.Name, name)
        || (name.Length == ShortId && container.Id.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        || (place?.Aliases ?? []).Any(a => Same(a, name));

    private static string LinkedBy(ContainerEndpoint place, string name) => (place.Links ?? [])
        .Select(l => l.Split(':')).FirstOrDefault(l => l.Length == 2 && Same(l[1], name))?[0].TrimStart('/') ?? name;

    /// <summary>The running containers that have one of the addresses, on the same engine: others' may mean something else there.</summary>
    private static IEnumerable<Container> OwnersOf(Snapshot facts, Container asker, IReadOnlyList<IPAddress> addresses) =>
        facts.Containers.Where(c => c.IsRunning && c.Engine == asker.Engine
            && c.Endpoints.Any(e => addresses.Any(a => a.Equals(e.IPv4) || a.Equals(e.IPv6))));

    private static EngineKind? KindOf(Snapshot facts, Container container) =>
        facts.Engines.FirstOrDefault(e => e.Name == container.Engine)?.Kind;

    private static ContainerNetwork? NetworkOf(Snapshot facts, Container container, ContainerEndpoint place) =>
        facts.Networks.FirstOrDefault(n => n.Engine == container.Engine && n.Name == place.Network);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
