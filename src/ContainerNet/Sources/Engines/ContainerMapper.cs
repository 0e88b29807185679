using System.Globalization;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Sources.Engines.Api;

namespace ContainerNet.Sources.Engines;

/// <summary>From an engine's reply about a container to the common model.</summary>
internal static class ContainerMapper
{
    /// <summary>Whoever runs the container writes these lists.</summary>
    private const int MostTexts = 1000;

    /// <summary>Null when it has no name or identifier.</summary>
    internal static Container? Map(ContainerDetail detail, string engine)
    {
        string name = EngineText.Clean(detail.Name).TrimStart('/');
        if (string.IsNullOrEmpty(detail.Id) || name.Length == 0)
        {
            return null;
        }

        StateDetail state = detail.State ?? new StateDetail();
        return new Container
        {
            Engine = engine,
            Id = EngineText.Clean(detail.Id),
            Name = name,
            Image = EngineText.Clean(detail.Config?.Image ?? detail.Image),
            Command = CommandOf(detail),
            ImageId = ImageId(detail.Image),
            State = StateOf(state.Status),
            Health = state.Health?.Status is { Length: > 0 } health && health != "none" ? EngineText.Clean(health) : null,
            ExitCode = state.ExitCode ?? 0,
            Error = string.IsNullOrEmpty(state.Error) ? null : EngineText.Clean(state.Error),
            StartedAt = EngineText.Time(state.StartedAt),
            ProcessId = state.Pid ?? 0,
            NetworkMode = EngineText.Clean(detail.HostConfig?.NetworkMode) is { Length: > 0 } mode ? mode : "default",
            Endpoints = [.. (detail.NetworkSettings?.Networks ?? []).Select(pair => Endpoint(pair.Key, pair.Value))],
            PortBindings = [.. Bindings(detail.HostConfig?.PortBindings)],
            ActivePorts = [.. Bindings(detail.NetworkSettings?.Ports)],
            Mounts = [.. Mounts(detail.Mounts)],
            ExposedPorts = [.. (detail.Config?.ExposedPorts ?? []).Keys.Select(EngineText.Port)
                .Where(p => p is not null).Select(p => new ExposedPort(p!.Value.Port, p.Value.Protocol)).Take(MostTexts)],
            HostTargets = HostTargets.Of(detail.Args ?? []),
            NetworkPath = EngineText.Clean(detail.NetworkSettings?.SandboxKey) is { Length: > 0 } path ? path : null,
            ExtraHosts = Texts(detail.HostConfig?.ExtraHosts),
            Unit = detail.Config?.Labels?.GetValueOrDefault("PODMAN_SYSTEMD_UNIT") is { Length: > 0 } unit ? EngineText.Clean(unit) : null,
        };
    }

    /// <summary>The image of nginx, as most of them, begins with a script that ends in what its arguments name.</summary>
    private static string? CommandOf(ContainerDetail detail)
    {
        string path = EngineText.Clean(detail.Path);
        string program = path.EndsWith(".sh", StringComparison.Ordinal) && detail.Args is [{ } first, ..] && !first.StartsWith('-')
            ? EngineText.Clean(first) : path;
        return program.Length == 0 ? null : program[(program.LastIndexOf('/') + 1)..];
    }

    /// <summary>Docker writes "sha256:" before the digest, and Podman did not always.</summary>
    private static string? ImageId(string? text)
    {
        const int Digits = 64;
        string digest = EngineText.Clean(text);
        string hex = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return hex.Length == Digits && hex.All(char.IsAsciiHexDigit) ? (hex.Length == digest.Length ? $"sha256:{hex}" : digest) : null;
    }

    private static ContainerState StateOf(string? status) => status switch
    {
        "created" or "configured" or "initialized" => ContainerState.Created,
        "running" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "exited" or "stopped" => ContainerState.Exited,
        "dead" or "removing" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    /// <summary>Bind mounts only: volumes and temporary file systems are made by the engine.</summary>
    private static IEnumerable<ContainerMount> Mounts(List<MountDetail?>? mounts) =>
        from mount in (mounts ?? []).Take(MostTexts)
        where mount is { Type: "bind", Source: ['/', ..], Destination.Length: > 0 }
        // A path is looked at as it is; one that would have to be changed to be shown is none that we can look at.
        where EngineText.Clean(mount.Source) == mount.Source
        select new ContainerMount { Source = mount.Source!, Destination = EngineText.Clean(mount.Destination), ReadOnly = mount.RW == false };

    private static ContainerEndpoint Endpoint(string network, EndpointDetail? detail) => new()
    {
        Network = EngineText.Clean(network),
        NetworkId = EngineText.Clean(detail?.NetworkID),
        IPv4 = EngineText.Address(detail?.IPAddress),
        IPv6 = EngineText.Address(detail?.GlobalIPv6Address),
        Gateway = EngineText.Address(detail?.Gateway),
        Aliases = Texts([.. detail?.Aliases ?? [], .. detail?.DNSNames ?? []]),
        Links = detail?.Links is { Count: > 0 } links ? Texts(links) : null,
    };

    private static IReadOnlyList<string> Texts(IReadOnlyList<string?>? texts) =>
        [.. (texts ?? []).OfType<string>().Where(t => t.Length > 0).Take(MostTexts).Select(t => ToolText.Clean(t)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<PortBinding> Bindings(Dictionary<string, List<PortDetail?>?>? ports)
    {
        foreach ((string key, List<PortDetail?>? hosts) in ports ?? [])
        {
            if (EngineText.Port(key) is not (int port, Protocol protocol))
            {
                continue;
            }

            foreach (PortDetail detail in (hosts ?? []).OfType<PortDetail>())
            {
                IPAddress? address = EngineText.Address(detail.HostIp);
                yield return new PortBinding
                {
                    Protocol = protocol,
                    ContainerPort = port,
                    HostAddress = address,
                    HostPort = HostPort(detail.HostPort),
                };
            }
        }
    }

    /// <summary>0 when the engine is to choose, from all ports or from a range such as 8000-8010.</summary>
    private static int HostPort(string? text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : 0;
}
